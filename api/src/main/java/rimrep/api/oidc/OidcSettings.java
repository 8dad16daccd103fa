package rimrep.api.oidc;

import java.net.URI;
import java.util.Set;

/// Whose tokens are taken.
///
/// @param issuer as it stands in the tokens, and below which `.well-known/openid-configuration`
///   lies
/// @param audience that a token must be for
/// @param roleClaim name or dotted path of the claim with the roles: `realm_access.roles`, `scope`,
///   `groups`
/// @param writerRole the role that may write
public record OidcSettings(URI issuer, String audience, String roleClaim, String writerRole) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /// @throws IllegalArgumentException saying which part is wrong
  public OidcSettings {
    boolean secure =
        "https".equals(issuer.getScheme())
            || ("http".equals(issuer.getScheme()) && LOOPBACK.contains(issuer.getHost()));
    if (!secure || issuer.getHost() == null) {
      throw new IllegalArgumentException(
          "issuer " + issuer + "; expected an https address (http on loopback only)");
    }
    if (audience.isBlank() || roleClaim.isBlank() || writerRole.isBlank()) {
      throw new IllegalArgumentException("audience, role claim or writer role is empty");
    }
  }

  /// Where the provider describes itself (OpenID Connect Discovery 1.0, section 4).
  public URI configuration() {
    return URI.create(
        issuer.toString().replaceAll("/+$", "") + "/.well-known/openid-configuration");
  }
}
