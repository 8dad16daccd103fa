package rimrep.pipeline.publish;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import rimrep.pipeline.dataset.CompletePackage;
import tools.jackson.databind.JsonNode;

/// Names of variables and columns by the part they play, from schema and curated `coordinates`.
final class Columns {
  private final CompletePackage complete;

  Columns(CompletePackage complete) {
    this.complete = complete;
  }

  /// All stored variables or columns, by name.
  TreeMap<String, JsonNode> stored() {
    TreeMap<String, JsonNode> stored = new TreeMap<>();
    complete
        .at("/measured/variables")
        .properties()
        .forEach(variable -> stored.put(variable.getKey(), variable.getValue()));
    return stored;
  }

  /// The column of a role (`x`, `y`, `t`, `geometry`, `id`), or the one that `coordinates` names.
  Optional<String> withRole(String role) {
    for (JsonNode field : complete.schema().path("fields")) {
      if (role.equals(field.path("role").stringValue(""))) {
        return field.path("name").stringValueOpt();
      }
    }
    return complete.text("/coordinates/" + role);
  }

  /// The dimension of an axis (`x`, `y`, `z`, `t`) of a grid.
  Optional<JsonNode> axis(String axis) {
    for (JsonNode dimension : complete.at("/measured/dimensions")) {
      if (axis.equals(dimension.path("axis").stringValue(""))) {
        return Optional.of(dimension);
      }
    }
    return Optional.empty();
  }

  boolean isStored(String column) {
    return complete.at("/measured/variables").has(column);
  }

  /// What the contract says of a variable or column; a missing node if it does not name it.
  JsonNode contract(String name) {
    for (String list : List.of("fields", "variables", "dimensions")) {
      for (JsonNode field : complete.schema().path(list)) {
        if (name.equals(field.path("name").stringValue(""))) {
          return field;
        }
      }
    }
    return complete.schema().path("none");
  }

  /// The code of the reference system, `EPSG:4326` if the contract is silent.
  String crs() {
    return complete
        .schema()
        .path("crs")
        .stringValueOpt()
        .or(() -> withRole("geometry").flatMap(name -> contract(name).path("crs").stringValueOpt()))
        .orElse("EPSG:4326");
  }
}
