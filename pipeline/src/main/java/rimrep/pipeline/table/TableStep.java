package rimrep.pipeline.table;

import java.util.Map;

/// A step between the input's columns and the output's. Steps run in their order.
public sealed interface TableStep {
  /// Where it stands in `ingest.yaml`, for messages.
  String pointer();

  /// @param names old name to new name, in the order written
  record Rename(@Override String pointer, Map<String, String> names) implements TableStep {}

  record Cast(@Override String pointer, Map<String, FieldType> types) implements TableStep {}

  /// @param values column to text
  record Constant(@Override String pointer, Map<String, String> values) implements TableStep {}

  /// Keeps the rows for which the expression is true.
  record Filter(@Override String pointer, String expression) implements TableStep {}
}
