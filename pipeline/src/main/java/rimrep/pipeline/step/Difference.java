package rimrep.pipeline.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rimrep.pipeline.dataset.CanonicalJson;
import tools.jackson.databind.JsonNode;

/// One place in which two JSON documents differ.
///
/// @param pointer JSON Pointer (RFC 6901) of the place
/// @param before absent if it was added
/// @param after absent if it was removed
public record Difference(String pointer, Optional<JsonNode> before, Optional<JsonNode> after) {
  private static final int SHOWN = 80;

  /// What happened at the place.
  public enum Change {
    ADDED,
    REMOVED,
    CHANGED
  }

  public Change change() {
    if (before.isEmpty()) {
      return Change.ADDED;
    }
    return after.isEmpty() ? Change.REMOVED : Change.CHANGED;
  }

  /// The differences, in the order of their pointers; numbers of the same value are equal.
  public static List<Difference> between(JsonNode before, JsonNode after) {
    List<Difference> found = new ArrayList<>();
    compare("", before, after, found);
    return List.copyOf(found);
  }

  private static void compare(String at, JsonNode before, JsonNode after, List<Difference> found) {
    if (before.isObject() && after.isObject()) {
      Set<String> names = new TreeSet<>(before.propertyNames());
      names.addAll(after.propertyNames());
      names.forEach(
          name -> member(at + "/" + escaped(name), before.path(name), after.path(name), found));
    } else if (before.isArray() && after.isArray()) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        member(at + "/" + i, before.path(i), after.path(i), found);
      }
    } else if (!CanonicalJson.text(before).equals(CanonicalJson.text(after))) {
      found.add(new Difference(at, Optional.of(before), Optional.of(after)));
    }
  }

  private static void member(String at, JsonNode before, JsonNode after, List<Difference> found) {
    if (before.isMissingNode() || after.isMissingNode()) {
      found.add(new Difference(at, present(before), present(after)));
    } else {
      compare(at, before, after, found);
    }
  }

  private static Optional<JsonNode> present(JsonNode node) {
    return node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /// `+ /title "New"`, `- /title "Old"` or `~ /title "Old" -> "New"`.
  @Override
  public String toString() {
    return switch (change()) {
      case ADDED -> "+ " + pointer + " " + shown(after);
      case REMOVED -> "- " + pointer + " " + shown(before);
      case CHANGED -> "~ " + pointer + " " + shown(before) + " -> " + shown(after);
    };
  }

  private static String shown(Optional<JsonNode> value) {
    String text = value.map(CanonicalJson::text).orElse("");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
