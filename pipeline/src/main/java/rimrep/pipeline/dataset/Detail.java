package rimrep.pipeline.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.databind.JsonNode;

/// What a room remembers of an item, kept as text: a ledger has an entry for each of 100,000 files,
/// and trees of nodes take five times as much memory as the text that is nearly never asked for.
///
/// @param text JSON without white space
public record Detail(String text) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Detail of(JsonNode tree) {
    return new Detail(tree.toString());
  }

  @JsonValue
  public JsonNode tree() {
    return Json.mapper().readTree(text);
  }

  public <T> T as(Class<T> type) {
    return Json.mapper().readValue(text, type);
  }
}
