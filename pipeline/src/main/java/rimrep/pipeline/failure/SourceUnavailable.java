package rimrep.pipeline.failure;

import org.jspecify.annotations.Nullable;

/// A provider did not give what it lists: 404 of a listed file, 500, time-out, short body.
public final class SourceUnavailable extends Failure {
  /// Exit code.
  public static final int EXIT = 69;

  public SourceUnavailable(String thing, String found, String expected, String remedy) {
    this(new Problem(thing, found, expected, remedy), null);
  }

  public SourceUnavailable(Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
  }

  @Override
  public int exitCode() {
    return EXIT;
  }

  @Override
  public String kind() {
    return "source-unavailable";
  }
}
