package rimrep.api.core.filter;

import java.util.List;
import rimrep.api.core.Field;
import tools.jackson.databind.JsonNode;

/// A condition on an item (OGC CQL2, 21-065r2). True, false or, where a property is missing or of
/// another type, unknown; only true selects an item.
public sealed interface Expr {

  record Constant(boolean value) implements Expr {}

  record And(List<Expr> parts) implements Expr {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<Expr> parts) implements Expr {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(Expr part) implements Expr {}

  record Compare(Comparison op, Value left, Value right) implements Expr {}

  record IsNull(Value value) implements Expr {}

  /// `%` stands for any characters, `_` for one, `\` takes the next as it is.
  record Like(Value value, Value pattern) implements Expr {}

  record Between(Value value, Value low, Value high) implements Expr {}

  record In(Value value, List<Value> list) implements Expr {
    public In {
      list = List.copyOf(list);
    }
  }

  record Spatial(SpatialOp op, Value left, Value right) implements Expr {}

  record Temporal(TemporalOp op, Value left, Value right) implements Expr {}

  record Arrays(ArrayOp op, Value left, Value right) implements Expr {}

  /// A whole JSON value, as the query extension compares arrays.
  record Same(Field.Property field, JsonNode json) implements Expr {}

  enum Comparison {
    EQ("="),
    NEQ("<>"),
    LT("<"),
    LTE("<="),
    GT(">"),
    GTE(">=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }

    boolean holds(int order) {
      return switch (this) {
        case EQ -> order == 0;
        case NEQ -> order != 0;
        case LT -> order < 0;
        case LTE -> order <= 0;
        case GT -> order > 0;
        case GTE -> order >= 0;
      };
    }

    /// The comparison with its sides exchanged.
    public Comparison mirrored() {
      return switch (this) {
        case EQ -> EQ;
        case NEQ -> NEQ;
        case LT -> GT;
        case LTE -> GTE;
        case GT -> LT;
        case GTE -> LTE;
      };
    }
  }

  enum SpatialOp {
    S_INTERSECTS,
    S_EQUALS,
    S_DISJOINT,
    S_TOUCHES,
    S_WITHIN,
    S_OVERLAPS,
    S_CROSSES,
    S_CONTAINS
  }

  enum TemporalOp {
    T_AFTER,
    T_BEFORE,
    T_CONTAINS,
    T_DISJOINT,
    T_DURING,
    T_EQUALS,
    T_FINISHEDBY,
    T_FINISHES,
    T_INTERSECTS,
    T_MEETS,
    T_METBY,
    T_OVERLAPPEDBY,
    T_OVERLAPS,
    T_STARTEDBY,
    T_STARTS
  }

  enum ArrayOp {
    A_EQUALS,
    A_CONTAINS,
    A_CONTAINEDBY,
    A_OVERLAPS
  }
}
