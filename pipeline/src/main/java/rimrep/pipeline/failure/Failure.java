package rimrep.pipeline.failure;

import org.jspecify.annotations.Nullable;

/// Thrown when a thing that was asked for cannot be done. Expected outcomes are returned instead.
///
/// The kind decides the exit code, and the exit code tells a scheduler whether a retry can help:
/// only {@link SourceUnavailable} (69) and {@link Temporary} (75) are retried.
public abstract sealed class Failure extends RuntimeException
    permits BadUsage, BadInput, SourceUnavailable, Bug, Temporary, BadConfiguration {

  private final Problem problem;

  Failure(Problem problem, @Nullable Throwable cause) {
    super(problem.message(), cause);
    this.problem = problem;
  }

  public final Problem problem() {
    return problem;
  }

  /// The exit code of a command that ends with this failure, after BSD `sysexits`.
  public abstract int exitCode();

  /// Whether running the same thing again can help.
  public final boolean retryable() {
    return exitCode() == SourceUnavailable.EXIT || exitCode() == Temporary.EXIT;
  }

  /// A stable word for records and logs: `bad-input`, `temporary`, ….
  public abstract String kind();
}
