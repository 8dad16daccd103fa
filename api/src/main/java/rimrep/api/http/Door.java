package rimrep.api.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rimrep.api.core.Role;
import rimrep.api.core.Viewer;
import rimrep.api.http.HttpProblem.Kind;
import rimrep.api.oidc.Identity;
import rimrep.api.oidc.TokenRefused;
import rimrep.api.oidc.TokenVerifier;

/// Finds out who sends a request, by its bearer token (RFC 6750). A token that is not good is
/// refused, never taken for none.
final class Door {

  private final ApiSettings settings;

  Door(ApiSettings settings) {
    this.settings = settings;
  }

  /// @throws HttpProblem with 401 for a bad or missing token, 403 for one without the writer's role
  Caller admit(Context ctx, Route.Need need) {
    Caller caller = caller(ctx.header("Authorization"));
    if (need == Route.Need.WRITER && !caller.writer()) {
      throw new HttpProblem(
          Kind.FORBIDDEN,
          "the token does not carry the role that may write, \""
              + settings.oidc().map(v -> v.settings().writerRole()).orElse("")
              + "\"",
          List.of(),
          Map.of("WWW-Authenticate", "Bearer error=\"insufficient_scope\""));
    }
    return caller;
  }

  private Caller caller(@Nullable String header) {
    if (header == null) {
      return switch (settings.role()) {
        case PUBLIC -> Caller.ANONYMOUS;
        case INTERNAL ->
            throw unauthorized(
                "no token was sent; expected Authorization: Bearer <token>", Optional.empty());
      };
    }
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw refused("Authorization is no bearer token");
    }
    String token = header.substring(7).strip();
    return settings.oidc().map(v -> checked(v, token)).orElseGet(() -> shared(token));
  }

  private Caller checked(TokenVerifier verifier, String token) {
    try {
      Identity who = verifier.verify(token);
      boolean writer = who.roles().contains(verifier.settings().writerRole());
      boolean insider = writer && settings.role() == Role.INTERNAL;
      SortedSet<String> roles = new TreeSet<>(who.roles());
      Viewer viewer = insider ? new Viewer.Insider() : new Viewer.Visitor(roles);
      return new Caller(who.subject(), viewer, insider);
    } catch (TokenRefused e) {
      throw refused(e.reason());
    }
  }

  /// The one token of an internal API without a provider.
  private Caller shared(String token) {
    if (settings.token().isEmpty()) {
      throw refused("this API takes no tokens, for no OIDC provider is configured");
    }
    byte[] expected = settings.token().get().getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), expected)) {
      throw refused("the token is not the one of this API");
    }
    return new Caller("local", new Viewer.Insider(), true);
  }

  private static HttpProblem refused(String reason) {
    return unauthorized(reason, Optional.of(reason));
  }

  private static HttpProblem unauthorized(String detail, Optional<String> error) {
    String challenge =
        error
            .map(e ->
                "Bearer error=\"invalid_token\", error_description=\""
                    + e.replace('"', '\'').replaceAll("[^ -~]|\\\\", "?")
                    + "\"")
            .orElse("Bearer");
    return new HttpProblem(
        Kind.UNAUTHORIZED, detail, List.of(), Map.of("WWW-Authenticate", challenge));
  }
}
