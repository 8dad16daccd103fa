package rimrep.api.store;

import java.util.List;
import java.util.Optional;
import rimrep.api.core.Field;
import rimrep.api.core.filter.Expr;
import rimrep.api.core.filter.Expr.Comparison;
import rimrep.api.core.filter.Value;

/// What can be made of a condition on one property, whichever side of it the property stands; empty
/// if nothing can.
interface PropertyCondition<T> {

  Optional<T> compare(Comparison op, Field.Property property, Value value);

  Optional<T> in(Field.Property property, List<Value> values);

  Optional<T> between(Field.Property property, Value.Number low, Value.Number high);

  default Optional<T> of(Expr expr) {
    return switch (expr) {
      case Expr.Compare(var op, Value.Of(Field.Property property), Value value) ->
          compare(op, property, value);
      case Expr.Compare(var op, Value value, Value.Of(Field.Property property)) ->
          compare(op.mirrored(), property, value);
      case Expr.In(Value.Of(Field.Property property), var list) -> in(property, list);
      case Expr.Between(Value.Of(Field.Property property), Value.Number low, Value.Number high) ->
          between(property, low, high);
      default -> Optional.empty();
    };
  }
}
