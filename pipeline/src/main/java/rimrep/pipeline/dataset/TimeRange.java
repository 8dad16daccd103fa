package rimrep.pipeline.dataset;

import java.time.Instant;

/// From `start` to `end`, both included, UTC.
public record TimeRange(Instant start, Instant end) {
  public TimeRange {
    if (start.isAfter(end)) {
      throw new IllegalArgumentException(
          "time range ends before it starts: " + start + " / " + end);
    }
  }

  public boolean contains(TimeRange other) {
    return !start.isAfter(other.start) && !end.isBefore(other.end);
  }
}
