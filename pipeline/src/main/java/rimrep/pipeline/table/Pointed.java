package rimrep.pipeline.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rimrep.pipeline.failure.BadConfiguration;
import tools.jackson.databind.JsonNode;

/// A node of a curated document together with where it stands, so that each misuse is refused by
/// name: the document, the JSON Pointer, what was found and what was expected.
record Pointed(String document, String pointer, JsonNode node) {

  BadConfiguration refuse(String found, String expected, String remedy) {
    return new BadConfiguration(document + " " + pointer, found, expected, remedy);
  }

  /// Refuses a thing that the design knows and this version does not do.
  BadConfiguration unsupported(String remedy) {
    return refuse(dotted() + " is not supported yet", "", remedy);
  }

  boolean isObject() {
    return node.isObject();
  }

  /// `table.steps[2].pivot` for `/table/steps/2/pivot`.
  String dotted() {
    StringBuilder name = new StringBuilder();
    for (String part : pointer.substring(1).split("/", -1)) {
      boolean index = !part.isEmpty() && part.chars().allMatch(Character::isDigit);
      name.append(index ? "[" + part + "]" : (name.isEmpty() ? "" : ".") + part);
    }
    return name.toString();
  }

  Optional<Pointed> get(String key) {
    if (!node.isObject()) {
      throw refuse("found " + kind(), "an object", "");
    }
    JsonNode child = node.get(key);
    return child == null || child.isNull()
        ? Optional.empty()
        : Optional.of(new Pointed(document, pointer + "/" + escaped(key), child));
  }

  Pointed need(String key) {
    return get(key)
        .orElseThrow(
            () -> refuse("'" + key + "' is missing", "a value for '" + key + "'", "add it"));
  }

  /// Refuses every key that is not one of `known`.
  void keys(Set<String> known) {
    for (String key : children().keySet()) {
      if (!known.contains(key)) {
        throw refuse(
            "unknown key '" + key + "'", "one of " + new TreeSet<>(known), "remove or correct it");
      }
    }
  }

  Map<String, Pointed> children() {
    if (!node.isObject()) {
      throw refuse("found " + kind(), "an object", "");
    }
    Map<String, Pointed> children = new LinkedHashMap<>();
    for (String key : node.propertyNames()) {
      get(key).ifPresent(child -> children.put(key, child));
    }
    return children;
  }

  List<Pointed> items() {
    if (!node.isArray()) {
      throw refuse("found " + kind(), "a list", "");
    }
    List<Pointed> items = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      items.add(new Pointed(document, pointer + "/" + i, node.get(i)));
    }
    return items;
  }

  String text() {
    if (!node.isString()) {
      throw refuse("found " + kind(), "a text", "");
    }
    return node.stringValue();
  }

  List<String> texts() {
    return items().stream().map(Pointed::text).toList();
  }

  /// One text, or a list of texts.
  List<String> textOrTexts() {
    return node.isArray() ? texts() : List.of(text());
  }

  long whole() {
    if (!node.isIntegralNumber()) {
      throw refuse("found " + kind(), "a whole number", "");
    }
    return node.longValue();
  }

  boolean flag() {
    if (!node.isBoolean()) {
      throw refuse("found " + kind(), "true or false", "");
    }
    return node.booleanValue();
  }

  /// A text, number or boolean, as it is written.
  String scalar() {
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isNumber()) {
      return node.isIntegralNumber()
          ? node.bigIntegerValue().toString()
          : node.decimalValue().toPlainString();
    }
    if (node.isBoolean()) {
      return Boolean.toString(node.booleanValue());
    }
    throw refuse("found " + kind(), "a text, a number, true or false", "");
  }

  private String kind() {
    String text = node.toString();
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
