package rimrep.pipeline.failure;

import org.jspecify.annotations.Nullable;

/// The command line is wrong.
public final class BadUsage extends Failure {
  /// Exit code.
  public static final int EXIT = 64;

  public BadUsage(String thing, String found, String expected, String remedy) {
    this(new Problem(thing, found, expected, remedy), null);
  }

  public BadUsage(Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
  }

  @Override
  public int exitCode() {
    return EXIT;
  }

  @Override
  public String kind() {
    return "bad-usage";
  }
}
