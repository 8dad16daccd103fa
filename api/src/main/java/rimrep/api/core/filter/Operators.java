package rimrep.api.core.filter;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.locationtech.jts.geom.Geometry;
import rimrep.api.core.Area;
import rimrep.api.core.Field;
import rimrep.api.core.Instants;
import rimrep.api.core.InvalidRequest;

/// What the text and the JSON form have in common: names of operators, and conditions made of them.
final class Operators {

  static final String PLACE = "filter";

  private static final String DATE = "\\d{4}-\\d{2}-\\d{2}";

  private Operators() {}

  static Optional<Expr> binary(String name, List<Value> args) {
    String upper = name.toUpperCase(Locale.ROOT);
    Optional<Expr.SpatialOp> spatial = find(Expr.SpatialOp.values(), upper);
    Optional<Expr.TemporalOp> temporal = find(Expr.TemporalOp.values(), upper);
    Optional<Expr.ArrayOp> array = find(Expr.ArrayOp.values(), upper);
    if (spatial.isEmpty() && temporal.isEmpty() && array.isEmpty()) {
      return Optional.empty();
    }
    if (args.size() != 2) {
      throw new InvalidRequest(PLACE, name + " has " + args.size() + " arguments; expected 2");
    }
    Value a = args.get(0);
    Value b = args.get(1);
    if (spatial.isPresent()) {
      return Optional.of(new Expr.Spatial(spatial.get(), place(name, a), place(name, b)));
    }
    return Optional.of(
        temporal.isPresent()
            ? new Expr.Temporal(temporal.get(), a, b)
            : new Expr.Arrays(array.orElseThrow(), a, b));
  }

  private static Value place(String name, Value value) {
    if (value instanceof Value.Footprint || value instanceof Value.Shape) {
      return value;
    }
    throw new InvalidRequest(PLACE, name + " compares places; expected geometry or a literal");
  }

  private static <E extends Enum<E>> Optional<E> find(E[] all, String name) {
    return Arrays.stream(all).filter(e -> e.name().equals(name)).findFirst();
  }

  static Optional<Expr.Comparison> comparison(String sign) {
    return Arrays.stream(Expr.Comparison.values()).filter(c -> c.sign().equals(sign)).findFirst();
  }

  static Value property(String name) {
    return name.equals("geometry") ? new Value.Footprint() : new Value.Of(Field.named(name));
  }

  /// @throws InvalidRequest if it has more digits than anybody compares
  static Value number(BigDecimal number) {
    if (!Storable.fits(number)) {
      throw new InvalidRequest(
          PLACE,
          "a number has more than "
              + Storable.MAX_DIGITS
              + " digits before or behind its point; expected fewer");
    }
    return new Value.Number(number);
  }

  static Value shape(Geometry geometry) {
    Area area = Area.of(geometry);
    return new Value.Shape(area.geometry().orElseThrow(), area.boxes());
  }

  /// A box: of the sphere, so west may be greater than east.
  static Value box(List<Double> numbers) {
    Area area = Area.ofBox(numbers);
    return new Value.Shape(area.asGeometry(), area.boxes());
  }

  /// The first instant of a day, UTC.
  static Instant date(String text) {
    if (!text.matches(DATE)) {
      throw new InvalidRequest(
          PLACE, "\"" + text + "\" is no date; expected one such as 2024-06-30");
    }
    return Instants.parse(PLACE, dated(text));
  }

  /// An end of an interval may be a date alone.
  static String dated(String text) {
    return text.matches(DATE) ? text + "T00:00:00Z" : text;
  }

  static InvalidRequest unknown(String operator) {
    return new InvalidRequest(PLACE, "\"" + operator + "\" is no operator or function known here");
  }
}
