package rimrep.pipeline.table;

/// How far a source's columns may differ from the tableschema (`fieldsMatch` of Frictionless v2).
/// The order of columns never matters: they are found by name.
public enum FieldsMatch {
  /// The same columns.
  EXACT(false, false),
  /// The source may have more columns; they are left out.
  SUBSET(true, false),
  /// The source may lack columns that are not required; they become null.
  SUPERSET(false, true),
  /// Both.
  PARTIAL(true, true);

  private final boolean mayHaveMore;
  private final boolean mayLack;

  FieldsMatch(boolean mayHaveMore, boolean mayLack) {
    this.mayHaveMore = mayHaveMore;
    this.mayLack = mayLack;
  }

  boolean mayHaveMore() {
    return mayHaveMore;
  }

  boolean mayLack() {
    return mayLack;
  }
}
