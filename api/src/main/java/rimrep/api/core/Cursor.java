package rimrep.api.core;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// A place in a sort order: right after the row with these values. The row itself may be gone.
///
/// @param values of the sort keys, in their order; JSON null where the row lacks one
/// @param collection of the row; empty when collections are paged
public record Cursor(List<JsonNode> values, String collection, String id) {
  public Cursor {
    values = List.copyOf(values);
  }
}
