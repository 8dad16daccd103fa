package rimrep.pipeline.failure;

import org.jspecify.annotations.Nullable;

/// We contradict ourselves: an imbalance, a mismatch after writing, a state that cannot be.
public final class Bug extends Failure {
  /// Exit code.
  public static final int EXIT = 70;

  public Bug(String thing, String found, String expected, String remedy) {
    this(new Problem(thing, found, expected, remedy), null);
  }

  public Bug(Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
  }

  @Override
  public int exitCode() {
    return EXIT;
  }

  @Override
  public String kind() {
    return "bug";
  }
}
