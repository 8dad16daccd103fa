package rimrep.api.oidc;

/// The provider does not answer, or not as a provider does, so that no token can be checked now.
public final class ProviderAway extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProviderAway(String message) {
    super(message);
  }

  ProviderAway(String message, Throwable cause) {
    super(message, cause);
  }
}
