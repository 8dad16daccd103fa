package rimrep.api.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Where in a token the roles stand: a list of texts, or one text with spaces between them.
///
/// @param path a claim of this very name (`https://example.org/roles`), else a path of members with
///   dots between them (`realm_access.roles`)
record RoleClaim(String path) {

  SortedSet<String> of(JWTClaimsSet claims) {
    Map<String, Object> all = claims.getClaims();
    Object found = all.get(path);
    return roles(found != null ? found : walk(all));
  }

  private @Nullable Object walk(Map<?, ?> claims) {
    Object here = claims;
    for (String name : path.split("\\.", -1)) {
      if (!(here instanceof Map<?, ?> map)) {
        return null;
      }
      here = map.get(name);
    }
    return here;
  }

  private static SortedSet<String> roles(@Nullable Object found) {
    Collection<?> values =
        switch (found) {
          case String text -> List.of(text.split(" ", -1));
          case Collection<?> list -> list;
          case null, default -> List.of();
        };
    var roles = new TreeSet<String>();
    for (Object value : values) {
      if (value instanceof String role && !role.isBlank()) {
        roles.add(role);
      }
    }
    return roles;
  }
}
