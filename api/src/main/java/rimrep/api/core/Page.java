package rimrep.api.core;

import java.util.List;
import java.util.Optional;

/// Some rows of an answer.
///
/// @param next where the next page starts; absent on the last
public record Page<T>(List<T> rows, Optional<Cursor> next, Matched matched) {

  /// How many rows the whole answer has.
  ///
  /// @param exact false if there are more than were counted
  public record Matched(long count, boolean exact) {

    /// Counting stops here.
    public static final int LIMIT = 10_000;
  }
}
