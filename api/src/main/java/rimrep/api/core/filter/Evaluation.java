package rimrep.api.core.filter;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.relateng.RelateNG;
import org.locationtech.jts.operation.relateng.RelatePredicate;
import rimrep.api.core.Field;
import rimrep.api.core.Instants;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What an [Expr] says of one item, in plain Java: the meaning that every store must meet.
public final class Evaluation {

  private final Candidate item;

  private Evaluation(Candidate item) {
    this.item = item;
  }

  public static boolean selects(Expr expr, Candidate item) {
    return new Evaluation(item).truth(expr) == Truth3.TRUE;
  }

  private Truth3 truth(Expr expr) {
    return switch (expr) {
      case Expr.Constant constant -> Truth3.of(constant.value());
      case Expr.And and -> and.parts().stream().map(this::truth).reduce(Truth3.TRUE, Truth3::and);
      case Expr.Or or -> or.parts().stream().map(this::truth).reduce(Truth3.FALSE, Truth3::or);
      case Expr.Not not -> truth(not.part()).not();
      case Expr.Compare c -> compare(c.op(), c.left(), c.right());
      case Expr.IsNull isNull -> Truth3.of(value(isNull.value()) == null);
      case Expr.Like like -> like(like);
      case Expr.Between b ->
          compare(Expr.Comparison.GTE, b.value(), b.low())
              .and(compare(Expr.Comparison.LTE, b.value(), b.high()));
      case Expr.In in ->
          in.list().stream()
              .map(v -> compare(Expr.Comparison.EQ, in.value(), v))
              .reduce(Truth3.FALSE, Truth3::or);
      case Expr.Spatial spatial -> spatial(spatial);
      case Expr.Temporal temporal -> temporal(temporal);
      case Expr.Arrays arrays -> arrays(arrays);
      case Expr.Same same -> same(same);
    };
  }

  private Truth3 same(Expr.Same same) {
    JsonNode found = item.properties().get(same.field().name());
    return found == null || found.isNull()
        ? Truth3.UNKNOWN
        : Truth3.of(Json.equal(found, same.json()));
  }

  private Truth3 compare(Expr.Comparison op, Value left, Value right) {
    Object a = value(left);
    Object b = value(right);
    if (a == null || b == null) {
      return Truth3.UNKNOWN;
    }
    Optional<Integer> order = Json.order(a, b);
    return order.isEmpty() ? Truth3.UNKNOWN : Truth3.of(op.holds(order.get()));
  }

  private Truth3 like(Expr.Like like) {
    return value(like.value()) instanceof String text && value(like.pattern()) instanceof String p
        ? Truth3.of(new LikePattern(p).matches(text))
        : Truth3.UNKNOWN;
  }

  private Truth3 spatial(Expr.Spatial s) {
    return value(s.left()) instanceof Geometry a && value(s.right()) instanceof Geometry b
        ? Truth3.of(holds(s.op(), a, b))
        : Truth3.UNKNOWN;
  }

  private static boolean holds(Expr.SpatialOp op, Geometry a, Geometry b) {
    return RelateNG.relate(
        a,
        b,
        switch (op) {
          case S_INTERSECTS -> RelatePredicate.intersects();
          case S_EQUALS -> RelatePredicate.equalsTopo();
          case S_DISJOINT -> RelatePredicate.disjoint();
          case S_TOUCHES -> RelatePredicate.touches();
          case S_WITHIN -> RelatePredicate.within();
          case S_OVERLAPS -> RelatePredicate.overlaps();
          case S_CROSSES -> RelatePredicate.crosses();
          case S_CONTAINS -> RelatePredicate.contains();
        });
  }

  private Truth3 temporal(Expr.Temporal t) {
    Optional<Span> a = span(t.left());
    Optional<Span> b = span(t.right());
    return a.isPresent() && b.isPresent()
        ? Truth3.of(Span.holds(t.op(), a.get(), b.get()))
        : Truth3.UNKNOWN;
  }

  private Optional<Span> span(Value value) {
    if (value instanceof Value.Period period) {
      Optional<Instant> from = period.from().flatMap(this::instant);
      Optional<Instant> to = period.to().flatMap(this::instant);
      boolean missing =
          (period.from().isPresent() && from.isEmpty())
              || (period.to().isPresent() && to.isEmpty());
      return missing
          ? Optional.empty()
          : Optional.of(new Span(from.orElse(Instant.MIN), to.orElse(Instant.MAX)));
    }
    return instant(value).map(i -> new Span(i, i));
  }

  private Optional<Instant> instant(Value value) {
    return switch (value(value)) {
      case Instant instant -> Optional.of(instant);
      case String text -> Instants.tryParse(text);
      case null, default -> Optional.empty();
    };
  }

  private Truth3 arrays(Expr.Arrays arrays) {
    List<Object> a = list(arrays.left());
    List<Object> b = list(arrays.right());
    if (a == null || b == null) {
      return Truth3.UNKNOWN;
    }
    return Truth3.of(
        switch (arrays.op()) {
          case A_EQUALS -> Json.containsAll(a, b) && Json.containsAll(b, a);
          case A_CONTAINS -> Json.containsAll(a, b);
          case A_CONTAINEDBY -> Json.containsAll(b, a);
          case A_OVERLAPS -> b.stream().anyMatch(v -> Json.contains(a, v));
        });
  }

  private @Nullable List<Object> list(Value value) {
    if (value instanceof Value.Items items) {
      var values = new ArrayList<Object>();
      for (Value v : items.values()) {
        Object found = v instanceof Value.Items inner ? json(inner) : value(v);
        if (found == null) {
          return null;
        }
        values.add(found);
      }
      return values;
    }
    if (value instanceof Value.Of(Field.Property property)) {
      JsonNode node = item.properties().path(property.name());
      return node.isArray() ? node.valueStream().map(Json::scalar).toList() : null;
    }
    return null;
  }

  /// An array in an array, as it would stand in an item; null if a part of it is missing.
  private @Nullable JsonNode json(Value.Items items) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Value v : items.values()) {
      Object found = v instanceof Value.Items inner ? json(inner) : value(v);
      switch (found) {
        case String text -> array.add(text);
        case BigDecimal number -> array.add(number);
        case Boolean truth -> array.add(truth);
        case Instant instant -> array.add(instant.toString());
        case JsonNode node -> array.add(node);
        case null, default -> {
          return null;
        }
      }
    }
    return array;
  }

  /// A String, BigDecimal, Boolean, Instant, Geometry or, for arrays, the JSON; null if missing.
  private @Nullable Object value(Value value) {
    return switch (value) {
      case Value.Of of -> field(of.field());
      case Value.Footprint footprint -> item.footprint().orElse(null);
      case Value.Text text -> text.text();
      case Value.Number number -> number.number();
      case Value.Truth truth -> truth.truth();
      case Value.Moment moment -> moment.instant();
      case Value.Period period -> null;
      case Value.Shape shape -> shape.geometry();
      case Value.Items items -> null;
      case Value.Folded folded ->
          value(folded.value()) instanceof String text ? fold(folded.folding(), text) : null;
    };
  }

  private @Nullable Object field(Field field) {
    return switch (field) {
      case Field.Datetime datetime -> item.datetime();
      case Field.Id id -> item.id();
      case Field.CollectionId collection -> item.collection();
      case Field.Property property -> {
        JsonNode node = item.properties().get(property.name());
        yield node == null || node.isNull() ? null : Json.scalar(node);
      }
    };
  }

  private static String fold(Value.Folding folding, String text) {
    return switch (folding) {
      case CASE -> text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
      case ACCENTS -> Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    };
  }
}
