package rimrep.api.core;

import java.time.Instant;
import java.util.Optional;

/// A closed range of time, open where a bound is absent, never at both ends.
public record TimeRange(Optional<Instant> from, Optional<Instant> to) {

  private static final String PLACE = "datetime";

  public TimeRange {
    if (from.isEmpty() && to.isEmpty()) {
      throw new InvalidRequest(PLACE, "is open at both ends; expected at least one instant");
    }
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw new InvalidRequest(PLACE, "starts at " + from.get() + ", after its end " + to.get());
    }
  }

  /// The `datetime` parameter (OGC API Features part 1, 7.15.3): an instant, `from/to`, and for an
  /// open end `..` or nothing.
  static TimeRange parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      Optional<Instant> instant = Optional.of(Instants.parse(PLACE, text));
      return new TimeRange(instant, instant);
    }
    return new TimeRange(bound(text.substring(0, slash)), bound(text.substring(slash + 1)));
  }

  private static Optional<Instant> bound(String text) {
    return text.isEmpty() || text.equals("..")
        ? Optional.empty()
        : Optional.of(Instants.parse(PLACE, text));
  }
}
