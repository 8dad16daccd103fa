package rimrep.stac;

import java.time.Duration;
import java.util.Optional;

/// A STAC API that did not do what was asked.
public abstract sealed class StacException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private StacException(String message, Throwable cause) {
    super(message, cause);
  }

  private StacException(String message) {
    super(message);
  }

  /// No usable answer: no connection, a time-out, 408, 429 or 5xx. The same request may succeed
  /// later.
  public static final class Unavailable extends StacException {

    private static final long serialVersionUID = 1L;
    private final transient Optional<Duration> retryAfter;

    Unavailable(String message, Throwable cause) {
      super(message, cause);
      this.retryAfter = Optional.empty();
    }

    Unavailable(String message, Optional<Duration> retryAfter) {
      super(message);
      this.retryAfter = retryAfter;
    }

    /// What the server asked to wait.
    public Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /// The server understood and said no. The same request will fail again.
  public static final class Refused extends StacException {

    private static final long serialVersionUID = 1L;
    private final int status;
    private final String problem;

    Refused(String message, int status, String problem) {
      super(message);
      this.status = status;
      this.problem = problem;
    }

    /// The HTTP status, 400 to 499, or 3xx: redirects are not followed, for they would take the
    /// token along.
    public int status() {
      return status;
    }

    /// The body of the answer, as the server sent it, at most 16 kB.
    public String problem() {
      return problem;
    }
  }
}
