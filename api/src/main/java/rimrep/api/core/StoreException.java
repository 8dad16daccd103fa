package rimrep.api.core;

/// A store that could not do what was asked.
public abstract sealed class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The store does not answer now; the same request may succeed later.
  public static final class Away extends StoreException {
    private static final long serialVersionUID = 1L;

    public Away(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The store gave up: what was asked takes longer than it may.
  public static final class TooSlow extends StoreException {
    private static final long serialVersionUID = 1L;

    public TooSlow(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// What was to be written or asked is larger than the store can hold.
  public static final class TooBig extends StoreException {
    private static final long serialVersionUID = 1L;

    public TooBig(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// The store refused; it or this program is wrong.
  public static final class Broken extends StoreException {
    private static final long serialVersionUID = 1L;

    public Broken(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
