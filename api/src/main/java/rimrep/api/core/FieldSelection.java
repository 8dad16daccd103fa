package rimrep.api.core;

import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import rimrep.stac.VerbatimJson;
import tools.jackson.databind.JsonNode;

/// Which members of items are shown (STAC API fields extension). Of the rules that reach a member
/// the longest counts, and of two alike the including one. Never affects which items are found.
///
/// @param include dotted paths, `properties.v`; empty: all that is not excluded
/// @param exclude dotted paths
public record FieldSelection(Set<String> include, Set<String> exclude) {

  /// What is shown when neither list names anything.
  private static final Set<String> DEFAULT =
      Set.of(
          "type",
          "stac_version",
          "id",
          "collection",
          "geometry",
          "bbox",
          "links",
          "assets",
          "properties.datetime");

  /// Without these it is no GeoJSON Feature that can be asked for again.
  private static final Set<String> ALWAYS = Set.of("type", "id", "collection");

  public FieldSelection {
    if (include.isEmpty() && exclude.isEmpty()) {
      include = DEFAULT;
    }
    include = Set.copyOf(include);
    exclude = Set.copyOf(exclude);
  }

  /// `id,-properties.v`; a plus sign that arrives as a space includes.
  static FieldSelection parse(String text) {
    var include = new TreeSet<String>();
    var exclude = new TreeSet<String>();
    for (String part : text.split(",")) {
      String name = part.strip();
      if (name.startsWith("-")) {
        exclude.add(name.substring(1));
      } else if (!name.isEmpty()) {
        include.add(name.startsWith("+") ? name.substring(1) : name);
      }
    }
    return new FieldSelection(include, exclude);
  }

  static FieldSelection parse(JsonNode json) {
    if (!json.isObject()) {
      throw new InvalidRequest("fields", "is " + json + "; expected include and exclude");
    }
    for (String name : json.propertyNames()) {
      if (!name.equals("include") && !name.equals("exclude")) {
        throw new InvalidRequest("fields", name + " is unknown here; expected include and exclude");
      }
    }
    return new FieldSelection(names(json, "include"), names(json, "exclude"));
  }

  private static Set<String> names(JsonNode json, String member) {
    JsonNode list = json.path(member);
    if (list.isNull() || list.isMissingNode()) {
      return Set.of();
    }
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
      throw new InvalidRequest("fields", member + " is " + list + "; expected a list of names");
    }
    return Set.copyOf(list.valueStream().map(JsonNode::asString).toList());
  }

  /// The document with what is shown of it, as it is spelled.
  String apply(String document) {
    return apply(document, "");
  }

  private String apply(String object, String path) {
    var shown = new LinkedHashMap<String, String>();
    VerbatimJson.members(object)
        .forEach((name, value) -> {
          String here = path.isEmpty() ? name : path + "." + name;
          if (value.startsWith("{") && isNamedBelow(here)) {
            String inside = apply(value, here);
            if (!inside.equals("{}") || isShown(here)) {
              shown.put(name, inside);
            }
          } else if (isShown(here)) {
            shown.put(name, value);
          }
        });
    return VerbatimJson.object(shown);
  }

  private boolean isNamedBelow(String path) {
    String prefix = path + ".";
    return include.stream().anyMatch(i -> i.startsWith(prefix))
        || exclude.stream().anyMatch(e -> e.startsWith(prefix));
  }

  private boolean isShown(String path) {
    int included = longest(include, path);
    int excluded = longest(exclude, path);
    return ALWAYS.contains(path)
        || (included < 0 && excluded < 0 ? include.isEmpty() : included >= excluded);
  }

  private static int longest(Set<String> rules, String path) {
    return rules.stream()
        .filter(r -> r.equals(path) || path.startsWith(r + "."))
        .mapToInt(String::length)
        .max()
        .orElse(-1);
  }
}
