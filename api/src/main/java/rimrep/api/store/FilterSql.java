package rimrep.api.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.api.core.Field;
import rimrep.api.core.filter.Expr;
import rimrep.api.core.filter.Value;
import rimrep.stac.StacJson;

/// A filter as SQL. What SQL cannot say exactly becomes a wider condition; then the rows that pass
/// are tested again by [rimrep.api.core.filter.Evaluation].
///
/// Comparisons look at the JSON type first and give null for another, as CQL2 wants: no cast can
/// fail.
///
/// @param exact the condition selects exactly the items of the filter
record FilterSql(Sql sql, boolean exact) {

  private static final FilterSql ANYTHING = new FilterSql(new Sql().add("true"), false);

  /// The condition. What the indexes know comes first, for it is also the quickest to test.
  static FilterSql of(Expr expr) {
    var first = new ArrayList<Sql>();
    var rest = new ArrayList<Sql>();
    boolean exact = true;
    for (Expr part : conjuncts(expr)) {
      Optional<List<Sql>> indexed = IndexedSql.conditions(part);
      if (indexed.isPresent()) {
        first.addAll(indexed.get());
      } else {
        FilterSql condition = translate(part);
        rest.add(condition.sql);
        exact &= condition.exact;
      }
    }
    first.addAll(rest);
    Sql sql = new Sql().add("(true");
    first.forEach(condition -> sql.add(" and ").add(condition));
    return new FilterSql(sql.add(")"), exact);
  }

  /// The parts that must all hold.
  static List<Expr> conjuncts(Expr expr) {
    return expr instanceof Expr.And(var parts)
        ? parts.stream().flatMap(part -> conjuncts(part).stream()).toList()
        : List.of(expr);
  }

  private static FilterSql translate(Expr expr) {
    return switch (expr) {
      case Expr.Constant c -> exactly(new Sql().add(c.value() ? "true" : "false"));
      case Expr.And and -> joined(and.parts(), " and ", "true");
      case Expr.Or or -> joined(or.parts(), " or ", "false");
      case Expr.Not not -> not(not.part());
      case Expr.Compare c -> orAnything(compare(c.op(), c.left(), c.right()));
      case Expr.IsNull isNull -> isNull(isNull.value());
      case Expr.Like like -> orAnything(like(like));
      case Expr.Between b -> between(b);
      case Expr.In in -> in(in);
      case Expr.Spatial spatial -> spatial(spatial);
      case Expr.Temporal temporal -> ANYTHING;
      case Expr.Arrays arrays -> ANYTHING;
      case Expr.Same same ->
          exactly(
              IndexedSql.property(same.field())
                  .add(" = ")
                  .text(StacJson.write(same.json()))
                  .add("::jsonb"));
    };
  }

  private static FilterSql exactly(Sql sql) {
    return new FilterSql(sql, true);
  }

  private static FilterSql orAnything(Optional<Sql> sql) {
    return sql.map(FilterSql::exactly).orElse(ANYTHING);
  }

  private static FilterSql joined(List<Expr> parts, String operator, String none) {
    if (parts.isEmpty()) {
      return exactly(new Sql().add(none));
    }
    Sql sql = new Sql().add("(");
    boolean exact = true;
    for (int i = 0; i < parts.size(); i++) {
      FilterSql part = translate(parts.get(i));
      sql.add(i == 0 ? "" : operator).add(part.sql);
      exact &= part.exact;
    }
    return new FilterSql(sql.add(")"), exact);
  }

  /// The opposite of a wider condition would be narrower, so only exact ones are turned round.
  private static FilterSql not(Expr part) {
    FilterSql inner = translate(part);
    return inner.exact ? exactly(new Sql().add("(not ").add(inner.sql).add(")")) : ANYTHING;
  }

  private static FilterSql between(Expr.Between b) {
    return joined(
        List.of(
            new Expr.Compare(Expr.Comparison.GTE, b.value(), b.low()),
            new Expr.Compare(Expr.Comparison.LTE, b.value(), b.high())),
        " and ",
        "true");
  }

  /// Long lists have values of one kind; then they are one value of the statement.
  private static FilterSql in(Expr.In in) {
    List<Value> list = in.list();
    if (in.value() instanceof Value.Of(Field.Property property) && !list.isEmpty()) {
      if (list.stream().allMatch(Value.Text.class::isInstance)) {
        List<String> texts = list.stream().map(v -> ((Value.Text) v).text()).toList();
        return exactly(text(property).add(" = any(").texts(texts).add(") end)"));
      }
      if (list.stream().allMatch(Value.Number.class::isInstance)) {
        List<String> numbers =
            list.stream().map(v -> ((Value.Number) v).number().toString()).toList();
        return exactly(
            typed(property, "number")
                .add(IndexedSql.property(property))
                .add(" = any(")
                .texts(numbers)
                .add("::jsonb[]) end)"));
      }
    }
    return joined(
        list.stream().<Expr>map(v -> new Expr.Compare(Expr.Comparison.EQ, in.value(), v)).toList(),
        " or ",
        "false");
  }

  private static Optional<Sql> compare(Expr.Comparison op, Value left, Value right) {
    if (!(left instanceof Value.Of) && right instanceof Value.Of) {
      return compare(op.mirrored(), right, left);
    }
    if (!(left instanceof Value.Of(Field field))) {
      return Optional.empty();
    }
    return switch (field) {
      case Field.Datetime datetime ->
          right instanceof Value.Moment(var instant)
              ? Optional.of(new Sql().add("i.ts " + op.sign() + " ").instant(instant))
              : Optional.empty();
      case Field.Id id -> text("i.id", op, right);
      case Field.CollectionId collection -> text("i.collection", op, right);
      case Field.Property property -> compare(property, op, right);
    };
  }

  private static Optional<Sql> text(String column, Expr.Comparison op, Value right) {
    return right instanceof Value.Text(String text)
        ? Optional.of(new Sql().add(column + " " + op.sign() + " ").text(text))
        : Optional.empty();
  }

  private static Optional<Sql> compare(Field.Property property, Expr.Comparison op, Value right) {
    return switch (right) {
      case Value.Text(String text) ->
          Optional.of(text(property).add(" " + op.sign() + " ").text(text).add(" end)"));
      case Value.Number(var number) ->
          Optional.of(
              typed(property, "number")
                  .add(IndexedSql.property(property))
                  .add(" " + op.sign() + " ")
                  .text(number.toString())
                  .add("::jsonb end)"));
      case Value.Truth(boolean truth) ->
          Optional.of(
              typed(property, "boolean")
                  .add(IndexedSql.property(property))
                  .add(" " + op.sign() + " '" + truth + "'::jsonb end)"));
      default -> Optional.empty();
    };
  }

  private static Sql text(Field.Property property) {
    return typed(property, "string")
        .add("((i.idx ->> ")
        .text(property.name())
        .add("::text) collate \"C\")");
  }

  private static Sql typed(Field.Property property, String type) {
    return new Sql()
        .add("(case when jsonb_typeof(")
        .add(IndexedSql.property(property))
        .add(") = '" + type + "' then ");
  }

  private static FilterSql isNull(Value value) {
    return switch (value) {
      case Value.Of(Field.Property property) ->
          exactly(new Sql().add("(").add(IndexedSql.property(property)).add(" is null)"));
      case Value.Of of -> exactly(new Sql().add("false"));
      case Value.Footprint footprint -> exactly(new Sql().add("(i.bb is null)"));
      default -> ANYTHING;
    };
  }

  private static Optional<Sql> like(Expr.Like like) {
    if (!(like.pattern() instanceof Value.Text(String pattern)) || endsInEscape(pattern)) {
      return Optional.empty();
    }
    return switch (like.value()) {
      case Value.Of(Field.Property property) ->
          Optional.of(
              typed(property, "string")
                  .add("(i.idx ->> ")
                  .text(property.name())
                  .add("::text) like ")
                  .text(pattern)
                  .add(" end)"));
      case Value.Of(Field.Id id) -> Optional.of(new Sql().add("i.id like ").text(pattern));
      case Value.Of(Field.CollectionId id) ->
          Optional.of(new Sql().add("i.collection like ").text(pattern));
      default -> Optional.empty();
    };
  }

  /// PostgreSQL refuses such a pattern.
  private static boolean endsInEscape(String pattern) {
    return pattern.replace("\\\\", "").endsWith("\\");
  }

  private static FilterSql spatial(Expr.Spatial spatial) {
    boolean meets = spatial.op() != Expr.SpatialOp.S_DISJOINT;
    Value other = spatial.left() instanceof Value.Footprint ? spatial.right() : spatial.left();
    boolean one =
        spatial.left() instanceof Value.Footprint || spatial.right() instanceof Value.Footprint;
    if (!meets || !one || !(other instanceof Value.Shape shape)) {
      return ANYTHING;
    }
    return new FilterSql(SearchSql.boxes(shape.boxes(), "i"), false);
  }
}
