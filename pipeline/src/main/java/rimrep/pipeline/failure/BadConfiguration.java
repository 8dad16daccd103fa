package rimrep.pipeline.failure;

import org.jspecify.annotations.Nullable;

/// The configuration or catalogue is wrong or missing; a person must change it.
public final class BadConfiguration extends Failure {
  /// Exit code.
  public static final int EXIT = 78;

  public BadConfiguration(String thing, String found, String expected, String remedy) {
    this(new Problem(thing, found, expected, remedy), null);
  }

  public BadConfiguration(Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
  }

  @Override
  public int exitCode() {
    return EXIT;
  }

  @Override
  public String kind() {
    return "bad-configuration";
  }
}
