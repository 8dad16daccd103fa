package rimrep.pipeline.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A grid as the datacube extension 2.3.0 describes it. Extents run along cell centres, in the
/// axis' own unit; `step` is negative when descending and null when irregular.
final class CubeFields {
  private final CompletePackage complete;
  private final Columns columns;

  CubeFields(CompletePackage complete) {
    this.complete = complete;
    this.columns = new Columns(complete);
  }

  void addTo(ObjectNode properties) {
    ObjectNode dimensions = Json.mapper().createObjectNode();
    List<String> names = new ArrayList<>();
    for (JsonNode dimension : complete.at("/measured/dimensions")) {
      String name = dimension.path("name").stringValue();
      names.add(name);
      dimensions.set(name, dimension(dimension));
    }
    if (dimensions.isEmpty()) {
      return;
    }
    properties.set("cube:dimensions", dimensions);
    properties.set("cube:variables", variables(names));
    shape().ifPresent(shape -> properties.set("proj:shape", shape));
  }

  private ObjectNode dimension(JsonNode facts) {
    return switch (facts.path("axis").stringValue("")) {
      case "x", "y", "z" -> spatial(facts);
      case "t" -> temporal(facts);
      default -> other(facts);
    };
  }

  private ObjectNode spatial(JsonNode facts) {
    String axis = facts.path("axis").stringValue();
    ObjectNode node = Json.mapper().createObjectNode().put("type", "spatial").put("axis", axis);
    node.set("extent", extent(facts));
    node.set("step", facts.has("step") ? facts.path("step") : Json.mapper().nullNode());
    unit(facts).ifPresent(unit -> node.put("unit", unit));
    if (!axis.equals("z")) {
      epsg().ifPresent(code -> node.put("reference_system", code));
    }
    describe(facts, node);
    return node;
  }

  /// The number of an EPSG code; without one, readers take 4326.
  private Optional<Integer> epsg() {
    String crs = columns.crs();
    return crs.startsWith("EPSG:")
        ? Optional.of(Integer.valueOf(crs.substring("EPSG:".length())))
        : Optional.empty();
  }

  private ObjectNode temporal(JsonNode facts) {
    ObjectNode node = Json.mapper().createObjectNode().put("type", "temporal");
    JsonNode time = complete.at("/measured/time");
    ArrayNode extent = node.putArray("extent");
    extent.add(time.has("start") ? time.path("start") : Json.mapper().nullNode());
    extent.add(time.has("end") ? time.path("end") : Json.mapper().nullNode());
    if (time.has("step")) {
      node.set("step", time.path("step"));
    }
    describe(facts, node);
    return node;
  }

  /// A dimension without a meaning in space or time: its values, or its index from 0.
  private ObjectNode other(JsonNode facts) {
    boolean hasValues = facts.has("first") && facts.has("last");
    ObjectNode node = Json.mapper().createObjectNode().put("type", hasValues ? "other" : "index");
    node.set("extent", hasValues ? extent(facts) : index(facts));
    unit(facts).ifPresent(unit -> node.put("unit", unit));
    describe(facts, node);
    return node;
  }

  private static ArrayNode index(JsonNode facts) {
    return Json.mapper().createArrayNode().add(0).add(facts.path("length").longValue() - 1);
  }

  /// Smallest and largest value; the index where there is no coordinate variable.
  private static ArrayNode extent(JsonNode facts) {
    if (!facts.has("first") || !facts.has("last")) {
      return index(facts);
    }
    boolean ascending = facts.path("first").doubleValue() <= facts.path("last").doubleValue();
    return Json.mapper()
        .createArrayNode()
        .add(facts.path(ascending ? "first" : "last"))
        .add(facts.path(ascending ? "last" : "first"));
  }

  private static Optional<String> unit(JsonNode facts) {
    return facts.path("unit").stringValueOpt();
  }

  private void describe(JsonNode facts, ObjectNode node) {
    columns
        .contract(facts.path("name").stringValue())
        .path("description")
        .stringValueOpt()
        .ifPresent(text -> node.put("description", text));
  }

  private ObjectNode variables(List<String> dimensions) {
    ObjectNode variables = Json.mapper().createObjectNode();
    columns
        .stored()
        .forEach((name, facts) -> {
          if (!dimensions.contains(name)) {
            variables.set(name, variable(name, facts));
          }
        });
    return variables;
  }

  private ObjectNode variable(String name, JsonNode facts) {
    JsonNode contract = columns.contract(name);
    ObjectNode node = Json.mapper().createObjectNode();
    node.set("dimensions", facts.path("dimensions"));
    node.put("type", isAuxiliary(name, contract) ? "auxiliary" : "data");
    contract
        .path("description")
        .stringValueOpt()
        .or(() -> contract.path("title").stringValueOpt())
        .ifPresent(text -> node.put("description", text));
    if (facts.has("min") && facts.has("max")) {
      node.putArray("extent").add(facts.path("min")).add(facts.path("max"));
    }
    unit(facts).ifPresent(unit -> node.put("unit", unit));
    nodata(contract.path("nodata")).ifPresent(value -> node.set("nodata", value));
    node.set("data_type", facts.path("type"));
    return node;
  }

  private boolean isAuxiliary(String name, JsonNode contract) {
    boolean coordinate =
        complete.at("/coordinates").valueStream().anyMatch(c -> name.equals(c.stringValue("")));
    return coordinate
        || switch (contract.path("role").stringValue("data")) {
          case "coordinate", "x", "y", "z", "bounds" -> true;
          default -> false;
        };
  }

  /// A number, or `nan` as text, for NaN is no JSON.
  private static Optional<JsonNode> nodata(JsonNode value) {
    boolean known =
        value.isNumber()
            || (value.isString() && List.of("nan", "inf", "-inf").contains(value.stringValue()));
    return known ? Optional.of(value) : Optional.empty();
  }

  /// Rows and columns.
  private Optional<ArrayNode> shape() {
    Optional<JsonNode> y = columns.axis("y");
    Optional<JsonNode> x = columns.axis("x");
    if (x.isEmpty() || y.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Json.mapper().createArrayNode().add(y.get().path("length")).add(x.get().path("length")));
  }
}
