package rimrep.pipeline.publish;

import java.util.TreeMap;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A table as the table extension 1.2.0 describes it; what it has no word for starts `rimrep:`.
/// Columns come in the contract's order, then those that every table gets, by name.
final class TableFields {
  private final CompletePackage complete;
  private final Columns columns;

  TableFields(CompletePackage complete) {
    this.complete = complete;
    this.columns = new Columns(complete);
  }

  void addTo(ObjectNode properties) {
    ArrayNode list = Json.mapper().createArrayNode();
    TreeMap<String, JsonNode> stored = columns.stored();
    for (JsonNode field : complete.schema().path("fields")) {
      JsonNode facts = stored.remove(field.path("name").stringValue(""));
      if (facts != null) {
        list.add(column(field.path("name").stringValue(), field, facts));
      }
    }
    stored.forEach(
        (name, facts) -> list.add(column(name, Json.mapper().createObjectNode(), facts)));
    if (!list.isEmpty()) {
      properties.set("table:columns", list);
    }
    JsonNode rows = complete.at("/measured/rows");
    if (rows.isNumber()) {
      properties.set("table:row_count", rows);
    }
    String geometry = columns.withRole("geometry").orElse("geometry");
    if (columns.isStored(geometry)) {
      properties.put("table:primary_geometry", geometry);
    }
  }

  private static ObjectNode column(String name, JsonNode field, JsonNode facts) {
    ObjectNode column = Json.mapper().createObjectNode().put("name", name);
    field
        .path("description")
        .stringValueOpt()
        .or(() -> field.path("title").stringValueOpt())
        .ifPresent(text -> column.put("description", text));
    column.set("type", facts.path("type"));
    field.path("role").stringValueOpt().ifPresent(role -> column.put("rimrep:role", role));
    field
        .path("unit")
        .stringValueOpt()
        .or(() -> facts.path("unit").stringValueOpt())
        .ifPresent(unit -> column.put("unit", unit));
    fact(column, "rimrep:min", facts, "min", "minText");
    fact(column, "rimrep:max", facts, "max", "maxText");
    column.set("rimrep:null_count", facts.path("missing"));
    return column;
  }

  private static void fact(
      ObjectNode column, String name, JsonNode facts, String number, String text) {
    if (facts.has(number)) {
      column.set(name, facts.path(number));
    } else if (facts.has(text)) {
      column.set(name, facts.path(text));
    }
  }
}
