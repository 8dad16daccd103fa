package rimrep.pipeline.failure;

import org.jspecify.annotations.Nullable;

/// Our own surroundings fail for now: disk full, database gone, locked by another run.
public final class Temporary extends Failure {
  /// Exit code.
  public static final int EXIT = 75;

  public Temporary(String thing, String found, String expected, String remedy) {
    this(new Problem(thing, found, expected, remedy), null);
  }

  public Temporary(Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
  }

  @Override
  public int exitCode() {
    return EXIT;
  }

  @Override
  public String kind() {
    return "temporary";
  }
}
