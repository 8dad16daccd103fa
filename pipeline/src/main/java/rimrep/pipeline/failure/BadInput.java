package rimrep.pipeline.failure;

import org.jspecify.annotations.Nullable;

/// Data or a document from outside is not what it must be; the same bytes will fail again.
public final class BadInput extends Failure {
  /// Exit code.
  public static final int EXIT = 65;

  public BadInput(String thing, String found, String expected, String remedy) {
    this(new Problem(thing, found, expected, remedy), null);
  }

  public BadInput(Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
  }

  @Override
  public int exitCode() {
    return EXIT;
  }

  @Override
  public String kind() {
    return "bad-input";
  }
}
