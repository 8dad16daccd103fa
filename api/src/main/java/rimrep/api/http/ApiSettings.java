package rimrep.api.http;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rimrep.api.core.Role;
import rimrep.api.core.Viewer;

/// What one instance of the API is told.
///
/// @param prefix path under which it lives, `/stac`, or empty at the root of its server
/// @param publicUrl of the landing page as clients see it; absent: from the request
/// @param trustedProxies addresses whose forwarded headers are believed
/// @param title of the catalogue
/// @param description of the catalogue
/// @param token that the internal role asks of everybody; the public role has none
public record ApiSettings(
    Role role,
    String prefix,
    Optional<URI> publicUrl,
    Set<String> trustedProxies,
    String title,
    String description,
    Optional<String> token) {

  public ApiSettings {
    if (!prefix.matches("(/[A-Za-z0-9._-]+)*")) {
      throw new IllegalArgumentException(
          "prefix " + prefix + "; expected a path such as /stac, without a final slash");
    }
    if (role == Role.INTERNAL && token.isEmpty()) {
      throw new IllegalArgumentException("the internal role needs a token");
    }
    trustedProxies = Set.copyOf(trustedProxies);
  }

  /// The public role, no proxy.
  public static ApiSettings forPublic(String prefix, String title, String description) {
    return new ApiSettings(
        Role.PUBLIC, prefix, Optional.empty(), Set.of(), title, description, Optional.empty());
  }

  /// The internal role at the root of its server.
  public static ApiSettings forInternal(String token, String title, String description) {
    return new ApiSettings(
        Role.INTERNAL, "", Optional.empty(), Set.of(), title, description, Optional.of(token));
  }

  /// Who reads through this API.
  Viewer viewer() {
    return switch (role) {
      case INTERNAL -> new Viewer.Insider();
      case PUBLIC -> new Viewer.Visitor(new TreeSet<>());
    };
  }

  /// The same behind a configured URL.
  public ApiSettings at(URI url) {
    return new ApiSettings(
        role, prefix, Optional.of(url), trustedProxies, title, description, token);
  }

  /// The same behind proxies at these addresses.
  public ApiSettings behind(Set<String> proxies) {
    return new ApiSettings(role, prefix, publicUrl, proxies, title, description, token);
  }
}
