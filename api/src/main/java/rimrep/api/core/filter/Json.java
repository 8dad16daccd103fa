package rimrep.api.core.filter;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import rimrep.api.core.Instants;
import tools.jackson.databind.JsonNode;

/// Equality and order of JSON scalars: numbers by value (`1` equals `1.0`), text by code points,
/// instants by time. Values of different kinds have no order.
final class Json {

  private Json() {}

  static Object scalar(JsonNode node) {
    if (node.isString()) {
      return node.asString();
    }
    if (node.isNumber()) {
      return node.decimalValue();
    }
    return node.isBoolean() ? node.booleanValue() : node;
  }

  static Optional<Integer> order(Object a, Object b) {
    if (a instanceof Instant || b instanceof Instant) {
      Optional<Instant> x = instant(a);
      Optional<Instant> y = instant(b);
      return x.isPresent() && y.isPresent()
          ? Optional.of(x.get().compareTo(y.get()))
          : Optional.empty();
    }
    if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
      return Optional.of(x.compareTo(y));
    }
    if (a instanceof String x && b instanceof String y) {
      return Optional.of(codePoints(x, y));
    }
    return a instanceof Boolean x && b instanceof Boolean y
        ? Optional.of(x.compareTo(y))
        : Optional.empty();
  }

  private static Optional<Instant> instant(Object value) {
    return switch (value) {
      case Instant instant -> Optional.of(instant);
      case String text -> Instants.tryParse(text);
      default -> Optional.empty();
    };
  }

  private static int codePoints(String a, String b) {
    return java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }

  static boolean contains(Collection<Object> list, Object value) {
    return list.stream().anyMatch(v -> same(v, value));
  }

  static boolean containsAll(Collection<Object> list, List<Object> values) {
    return values.stream().allMatch(v -> contains(list, v));
  }

  private static boolean same(Object a, Object b) {
    return a instanceof JsonNode x && b instanceof JsonNode y
        ? equal(x, y)
        : order(a, b).filter(o -> o == 0).isPresent();
  }

  /// Deep equality; member order does not matter.
  static boolean equal(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a.isArray() && b.isArray()) {
      boolean same = a.size() == b.size();
      for (int i = 0; same && i < a.size(); i++) {
        same = equal(a.get(i), b.get(i));
      }
      return same;
    }
    if (a.isObject() && b.isObject()) {
      return a.size() == b.size()
          && a.properties().stream()
              .allMatch(e -> b.has(e.getKey()) && equal(e.getValue(), b.get(e.getKey())));
    }
    return a.equals(b);
  }
}
