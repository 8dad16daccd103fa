package rimrep.pipeline.table;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How columns travel through the steps, known before a row is read.
final class ColumnFlow {
  private ColumnFlow() {}

  /// The input's columns that the table is made from, found by going through the steps backwards.
  /// Refuses filters that are no plain expressions.
  static List<String> wanted(DuckSession db, TableContract contract) {
    Set<String> wanted = new LinkedHashSet<>();
    contract.fields().forEach(f -> wanted.add(f.name()));
    for (TableStep step : contract.steps().reversed()) {
      switch (step) {
        case TableStep.Constant constant -> wanted.removeAll(constant.values().keySet());
        case TableStep.Cast cast -> wanted.addAll(cast.types().keySet());
        case TableStep.Filter filter -> wanted.addAll(FilterCheck.columns(db, filter));
        case TableStep.Rename rename -> undo(rename, wanted);
      }
    }
    return List.copyOf(wanted);
  }

  private static void undo(TableStep.Rename rename, Set<String> wanted) {
    Set<String> after = Set.copyOf(wanted);
    rename.names().values().forEach(wanted::remove);
    rename.names().forEach((from, to) -> addIf(after.contains(to), from, wanted));
  }

  private static void addIf(boolean condition, String name, Set<String> names) {
    if (condition) {
      names.add(name);
    }
  }

  /// The type a column of the input takes as it is read. Columns that reach the output by `rename`
  /// alone take their field's type at once; one that a step casts, and one that only a filter
  /// reads, stays text.
  static Map<String, FieldSpec> inputTypes(TableContract contract, List<String> columns) {
    Map<String, FieldSpec> types = new LinkedHashMap<>();
    for (String column : columns) {
      String name = column;
      boolean cast = false;
      for (TableStep step : contract.steps()) {
        if (step instanceof TableStep.Cast c) {
          cast |= c.types().containsKey(name);
        } else if (step instanceof TableStep.Rename r) {
          name = r.names().getOrDefault(name, name);
        }
      }
      boolean text = cast;
      types.put(
          column,
          contract
              .field(name)
              .filter(f -> !text)
              .orElseGet(() -> FieldSpec.plain(column, FieldType.STRING)));
    }
    return types;
  }
}
