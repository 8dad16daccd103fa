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
    Optional<BigInteger> sum) {}
