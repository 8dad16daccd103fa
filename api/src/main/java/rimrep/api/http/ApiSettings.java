package rimrep.api.http;

import java.net.URI;
import java.util.Optional;
import rimrep.api.core.Role;
import rimrep.api.oidc.TokenVerifier;

/// What one instance of the API is told.
///
/// @param prefix path under which it lives, `/stac`, or empty at the root of its server
/// @param publicUrl of the landing page as clients see it; absent: from the request
/// @param trustedProxies whose forwarded headers are believed
/// @param title of the catalogue
/// @param description of the catalogue
/// @param token that the internal role asks of everybody while it has no provider
/// @param oidc whose tokens are taken; absent: none
public record ApiSettings(
    Role role,
    String prefix,
    Optional<URI> publicUrl,
    TrustedProxies trustedProxies,
    String title,
    String description,
    Optional<String> token,
    Optional<TokenVerifier> oidc) {

  public ApiSettings {
    if (!prefix.matches("(/[A-Za-z0-9._-]+)*")) {
      throw new IllegalArgumentException(
          "prefix " + prefix + "; expected a path such as /stac, without a final slash");
    }
    boolean closed = token.isPresent() || oidc.isPresent();
    if (role == Role.INTERNAL && !closed) {
      throw new IllegalArgumentException("the internal role needs a token or an OIDC provider");
    }
    if (token.isPresent() && (role == Role.PUBLIC || oidc.isPresent())) {
      throw new IllegalArgumentException(
          "a shared token is for the internal role without an OIDC provider only");
    }
  }

  /// The public role, no proxy.
  public static ApiSettings forPublic(String prefix, String title, String description) {
    return new ApiSettings(
        Role.PUBLIC,
        prefix,
        Optional.empty(),
        TrustedProxies.NONE,
        title,
        description,
        Optional.empty(),
        Optional.empty());
  }

  /// The internal role at the root of its server.
  public static ApiSettings forInternal(String token, String title, String description) {
    return new ApiSettings(
        Role.INTERNAL,
        "",
        Optional.empty(),
        TrustedProxies.NONE,
        title,
        description,
        Optional.of(token),
        Optional.empty());
  }

  /// The same behind a configured URL.
  public ApiSettings at(URI url) {
    return new ApiSettings(
        role, prefix, Optional.of(url), trustedProxies, title, description, token, oidc);
  }

  /// The same behind proxies at these addresses.
  public ApiSettings behind(TrustedProxies proxies) {
    return new ApiSettings(role, prefix, publicUrl, proxies, title, description, token, oidc);
  }

  /// The same with tokens of a provider, in place of a shared one.
  public ApiSettings with(TokenVerifier verifier) {
    return new ApiSettings(
        role,
        prefix,
        publicUrl,
        trustedProxies,
        title,
        description,
        Optional.empty(),
        Optional.of(verifier));
  }
}
