package rimrep.pipeline.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The strict check of an entry before it is merged: pygeoapi's own accepts an empty resource, and
/// imports whatever provider an entry names.
final class PygeoapiEntryCheck {
  private static final Set<String> MEMBERS =
      Set.of("type", "title", "description", "keywords", "links", "extents", "providers");
  private static final Map<String, String> PROVIDERS =
      Map.of("xarray", "coverage", "Parquet", "feature");

  private final List<String> problems = new ArrayList<>();

  private PygeoapiEntryCheck() {}

  static List<String> problems(JsonNode resource) {
    PygeoapiEntryCheck check = new PygeoapiEntryCheck();
    check.resource(resource);
    return List.copyOf(check.problems);
  }

  private void resource(JsonNode resource) {
    for (String member : resource.propertyNames()) {
      require(MEMBERS.contains(member), "/" + member + " is no member of an entry");
    }
    require("collection".equals(resource.path("type").stringValue("")), "/type is not collection");
    requireText(resource, "/title/en");
    requireText(resource, "/description/en");
    JsonNode keywords = resource.at("/keywords/en");
    require(keywords.isArray() && !keywords.isEmpty(), "/keywords/en is empty");
    extents(resource);
    JsonNode providers = resource.path("providers");
    require(providers.isArray() && !providers.isEmpty(), "/providers is empty");
    providers.forEach(this::provider);
    variables(resource).forEach(where -> problems.add(where + " contains ${"));
  }

  private void extents(JsonNode resource) {
    JsonNode bbox = resource.at("/extents/spatial/bbox");
    boolean numbers = bbox.isArray() && bbox.valueStream().allMatch(JsonNode::isNumber);
    require(numbers && bbox.size() == 4, "/extents/spatial/bbox is not four numbers");
    JsonNode temporal = resource.at("/extents/temporal");
    if (!temporal.isMissingNode()) {
      require(temporal.path("begin").isString(), "/extents/temporal/begin is no text");
      require(
          temporal.path("end").isString() || temporal.path("end").isNull(),
          "/extents/temporal/end is neither text nor null");
    }
  }

  private void provider(JsonNode provider) {
    String name = provider.path("name").stringValue("");
    String type = PROVIDERS.get(name);
    if (type == null) {
      problems.add("/providers: '" + name + "' is neither xarray nor Parquet");
      return;
    }
    require(
        type.equals(provider.path("type").stringValue("")),
        "/providers: " + name + " without type " + type);
    if (name.equals("xarray")) {
      require(
          provider.path("data").stringValue("").endsWith(".zarr"),
          "/providers: the data of xarray do not end in .zarr");
      List.of("x_field", "y_field", "time_field")
          .forEach(field -> requireText(provider, "/" + field));
    } else {
      requireText(provider, "/data/source");
      requireText(provider, "/id_field");
    }
  }

  private void requireText(JsonNode node, String pointer) {
    require(!node.at(pointer).stringValue("").isBlank(), pointer + " is no text");
  }

  private void require(boolean right, String problem) {
    if (!right) {
      problems.add(problem);
    }
  }

  /// Pointers of the texts and names with `${`, which pygeoapi would fill from its environment.
  static List<String> variables(JsonNode node) {
    List<String> places = new ArrayList<>();
    collect(node, "", places);
    return places;
  }

  private static void collect(JsonNode node, String pointer, List<String> places) {
    if (node.stringValue("").contains("${")) {
      places.add(pointer);
    }
    if (node.isObject()) {
      node.properties()
          .forEach(member -> {
            String at = pointer + "/" + member.getKey();
            if (member.getKey().contains("${")) {
              places.add(at);
            }
            collect(member.getValue(), at, places);
          });
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.path(i), pointer + "/" + i, places);
    }
  }
}
