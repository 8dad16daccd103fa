package rimrep.pipeline.table;

import java.util.List;
import java.util.Optional;

/// A field of `tableschema.json`: what its text must look like and what column it becomes.
///
/// @param format `strptime` pattern of a date or datetime; empty: ISO 8601
/// @param zone IANA zone or offset of times that are written without one; there is no default
/// @param missing texts that mean missing, in place of those of the whole schema
/// @param narrow the value range or `arrowType` allows 32 bits
public record FieldSpec(
    String name,
    FieldType type,
    Optional<String> format,
    Optional<String> role,
    Optional<String> zone,
    List<String> trueValues,
    List<String> falseValues,
    Optional<String> decimal,
    Optional<List<String>> missing,
    boolean narrow,
    Constraints constraints) {
  static final List<String> TRUE = List.of("true", "True", "TRUE", "1");
  static final List<String> FALSE = List.of("false", "False", "FALSE", "0");

  /// A field of a type alone, as `cast` names it.
  static FieldSpec plain(String name, FieldType type) {
    return new FieldSpec(
        name,
        type,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TRUE,
        FALSE,
        Optional.empty(),
        Optional.empty(),
        false,
        Constraints.none());
  }

  public boolean hasRole(String wanted) {
    return role.isPresent() && role.get().equals(wanted);
  }

  /// The column's type in DuckDB.
  String sqlType() {
    return switch (type) {
      case STRING -> "VARCHAR";
      case INTEGER -> narrow ? "INTEGER" : "BIGINT";
      case NUMBER -> narrow ? "FLOAT" : "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case DATE -> "DATE";
      case DATETIME -> "TIMESTAMP WITH TIME ZONE";
    };
  }

  /// The column's type as Arrow readers see it.
  public String arrowType() {
    return switch (type) {
      case STRING -> "string";
      case INTEGER -> narrow ? "int32" : "int64";
      case NUMBER -> narrow ? "float" : "double";
      case BOOLEAN -> "bool";
      case DATE -> "date32[day]";
      case DATETIME -> "timestamp[us, tz=UTC]";
    };
  }
}
