package rimrep.pipeline.workflow;

import java.time.Duration;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.failure.Temporary;

/// Which exit codes are tried again, how often and after how long.
public enum RetryClass {
  NEVER(1, Duration.ZERO, Duration.ZERO),
  SOURCE(5, Duration.ofMinutes(1), Duration.ofMinutes(15)),
  INTERNAL(4, Duration.ofSeconds(10), Duration.ofMinutes(5));

  private final int runs;
  private final Duration first;
  private final Duration cap;

  RetryClass(int runs, Duration first, Duration cap) {
    this.runs = runs;
    this.first = first;
    this.cap = cap;
  }

  /// How often a step runs at most.
  public int runs() {
    return runs;
  }

  public Duration first() {
    return first;
  }

  public Duration cap() {
    return cap;
  }

  public boolean retries(int exitCode) {
    return switch (this) {
      case NEVER -> false;
      case SOURCE -> exitCode == SourceUnavailable.EXIT || exitCode == Temporary.EXIT;
      case INTERNAL -> exitCode == Temporary.EXIT;
    };
  }

  /// The pause behind attempt number `attempt` (from 1): doubled each time, never above the cap.
  public Duration pause(int attempt) {
    Duration pause = first.multipliedBy(1L << Math.min(attempt - 1, 20));
    return pause.compareTo(cap) > 0 ? cap : pause;
  }
}
