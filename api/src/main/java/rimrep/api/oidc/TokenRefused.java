package rimrep.api.oidc;

/// A token that is not accepted; the message says why, and never holds the token.
public final class TokenRefused extends Exception {

  private static final long serialVersionUID = 1L;

  TokenRefused(String reason) {
    super(reason);
  }

  TokenRefused(String reason, Throwable cause) {
    super(reason, cause);
  }

  /// Why, as part of a sentence: `the token expired at …`.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
