package rimrep.api.postgres;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The embedded PostgreSQL could not be had.
public abstract sealed class PostgresException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private PostgresException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Another process of this program runs it on the same data folder; try again when that has
  /// ended.
  public static final class InUse extends PostgresException {
    private static final long serialVersionUID = 1L;

    InUse(Path data) {
      super(
          data
              + ": its PostgreSQL is run by another process; use the services of that one, or end it"
              + " and start again",
          null);
    }
  }

  /// It did not start, or not as safe as it must be.
  public static final class NotStarted extends PostgresException {
    private static final long serialVersionUID = 1L;

    NotStarted(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
