package rimrep.pipeline.grid;

import java.math.BigInteger;
import java.util.Optional;

/// What was counted of an array's cells.
///
/// @param min smallest valid stored value as text, so that every integer survives; empty if none is
///   valid
/// @param sum exact sum of the valid stored values of an integer type
public record CellFacts(
    long valid,
    long missing,
    Optional<String> min,
    Optional<String> max,
    Optional<BigInteger> sum) {

  /// The facts of both parts together.
  CellFacts plus(CellFacts other) {
    return new CellFacts(
        valid + other.valid,
        missing + other.missing,
        better(min, other.min, -1),
        better(max, other.max, 1),
        sum.flatMap(a -> other.sum.map(a::add)));
  }

  private static Optional<String> better(Optional<String> a, Optional<String> b, int sign) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return compare(a.get(), b.get()) * sign >= 0 ? a : b;
  }

  private static int compare(String a, String b) {
    boolean integers = a.matches("-?\\d+") && b.matches("-?\\d+");
    return integers
        ? new BigInteger(a).compareTo(new BigInteger(b))
        : Double.compare(Double.parseDouble(a), Double.parseDouble(b));
  }
}
