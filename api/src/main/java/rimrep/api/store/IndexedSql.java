package rimrep.api.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.api.core.Field;
import rimrep.api.core.filter.Expr;
import rimrep.api.core.filter.Expr.Comparison;
import rimrep.api.core.filter.Value;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.JsonNodeFactory;

/// A condition that must hold for the whole filter to hold, in the form that the indexes on
/// properties know: containment for equalities, the plain value for ranges of numbers. There it may
/// be false where it should be unknown, for neither selects; so it can be written without the test
/// of its type, which costs more than the comparison.
final class IndexedSql implements PropertyCondition<List<Sql>> {

  private static final IndexedSql ALL = new IndexedSql();

  private IndexedSql() {}

  /// @return conditions that hold together exactly if `expr` is true; empty if there is no such
  ///   form
  static Optional<List<Sql>> conditions(Expr expr) {
    return ALL.of(expr);
  }

  @Override
  public Optional<List<Sql>> between(Field.Property property, Value.Number low, Value.Number high) {
    return Optional.of(
        List.of(
            range(Comparison.GTE, property, low),
            range(Comparison.LTE, property, high),
            isNumber(property)));
  }

  @Override
  public Optional<List<Sql>> compare(Comparison op, Field.Property property, Value value) {
    return switch (op) {
      case EQ -> in(property, List.of(value));
      case NEQ -> Optional.empty();
      case LT, LTE, GT, GTE ->
          value instanceof Value.Number number
              ? Optional.of(List.of(range(op, property, number), isNumber(property)))
              : Optional.empty();
    };
  }

  @Override
  public Optional<List<Sql>> in(Field.Property property, List<Value> values) {
    var any = new ArrayList<Sql>();
    for (Value value : values) {
      Optional<String> json = literal(value);
      if (json.isEmpty() || property.name().indexOf('\0') >= 0) {
        return Optional.empty();
      }
      String object = "{" + text(property.name()) + ":" + json.get() + "}";
      any.add(new Sql().add("i.idx @> ").text(object).add("::jsonb"));
    }
    return Sql.anyOf(any).map(List::of);
  }

  private static Sql range(Comparison op, Field.Property property, Value.Number value) {
    return property(property)
        .add(" " + op.sign() + " ")
        .text(value.number().toString())
        .add("::jsonb");
  }

  private static Sql isNumber(Field.Property property) {
    return new Sql().add("jsonb_typeof").add(property(property)).add(" = 'number'");
  }

  /// The value of a property as JSON.
  static Sql property(Field.Property property) {
    return new Sql().add("(i.idx -> ").text(property.name()).add("::text)");
  }

  private static Optional<String> literal(Value value) {
    return switch (value) {
      case Value.Text(String text) when text.indexOf('\0') < 0 -> Optional.of(text(text));
      case Value.Number(var number) -> Optional.of(number.toString());
      case Value.Truth(boolean truth) -> Optional.of(String.valueOf(truth));
      default -> Optional.empty();
    };
  }

  private static String text(String text) {
    return StacJson.write(JsonNodeFactory.instance.stringNode(text));
  }
}
