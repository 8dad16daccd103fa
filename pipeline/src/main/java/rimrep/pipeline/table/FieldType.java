package rimrep.pipeline.table;

/// The Frictionless field types we write. The others have no column type that every reader knows,
/// and are refused.
public enum FieldType {
  STRING,
  INTEGER,
  NUMBER,
  BOOLEAN,
  DATE,
  DATETIME
}
