package rimrep.pipeline.grid;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rimrep.pipeline.dataset.CanonicalJson;
import rimrep.pipeline.failure.BadConfiguration;
import tools.jackson.databind.JsonNode;

/// Reads members of configuration and refuses what it does not know.
final class Keys {
  private Keys() {}

  static void check(String thing, JsonNode node, Set<String> known) {
    if (node.isMissingNode() || node.isNull()) {
      return;
    }
    if (!node.isObject()) {
      throw new BadConfiguration(thing, node.toString(), "a mapping of keys", "correct it");
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!known.contains(member.getKey())) {
        throw new BadConfiguration(
            thing,
            "unknown key '" + member.getKey() + "'",
            "one of " + new TreeSet<>(known),
            "remove or correct it");
      }
    }
  }

  /// The key may only have the one value that is implemented.
  static void only(String thing, String key, JsonNode node, String value) {
    if (node.has(key) && !node.path(key).asString("").equals(value)) {
      throw notYet(thing, key + ": " + node.path(key), key + ": " + value);
    }
  }

  static void absent(String thing, JsonNode node, String... keys) {
    for (String key : keys) {
      if (node.has(key)) {
        throw notYet(thing, key + ": " + node.path(key), "no key '" + key + "'");
      }
    }
  }

  static BadConfiguration notYet(String thing, String what, String expected) {
    return new BadConfiguration(thing, "not supported yet: " + what, expected, "change it");
  }

  static Optional<String> text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isMissingNode() || value.isNull()
        ? Optional.empty()
        : Optional.of(value.asString());
  }

  static Optional<Number> number(String thing, JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isNumber()) {
      throw new BadConfiguration(thing + ", " + key, value.toString(), "a number", "correct it");
    }
    if (value.isIntegralNumber() && !CanonicalJson.keeps(value.bigIntegerValue())) {
      throw new BadConfiguration(
          thing + ", " + key,
          value.toString(),
          "a number that every JSON reader keeps",
          "leave it out: what the files themselves declare counts");
    }
    return Optional.of(value.isIntegralNumber() ? value.numberValue() : value.doubleValue());
  }

  static String required(String thing, JsonNode node, String key) {
    return text(node, key)
        .orElseThrow(
            () -> new BadConfiguration(thing, "an entry without '" + key + "'", key, "add it"));
  }

  /// True if the key has the second word, false if it has the first or is absent.
  static boolean choice(String thing, JsonNode node, String key, String first, String second) {
    String word = text(node, key).orElse(first);
    if (!word.equals(first) && !word.equals(second)) {
      throw new BadConfiguration(
          thing + ", " + key, "'" + word + "'", first + " or " + second, "correct it");
    }
    return word.equals(second);
  }
}
