package rimrep.api.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rimrep.api.core.InvalidRequest;
import rimrep.api.core.StoreException;
import rimrep.api.http.HttpProblem.Kind;

/// Stands before every action: who may come in, which headers every answer has, and what becomes of
/// failures. The boundary of the request: nothing gets past it.
final class Guard {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final int RETRY_SECONDS = 5;
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final ApiSettings settings;
  private final BaseUrl baseUrl;

  Guard(ApiSettings settings, BaseUrl baseUrl) {
    this.settings = settings;
    this.baseUrl = baseUrl;
  }

  /// @param open needs no token
  void run(Context ctx, Action action, boolean open) {
    String request = requestId(ctx);
    ctx.header("X-Request-Id", request);
    try {
      enter(ctx, open);
      if (!redirected(ctx)) {
        action.handle(ctx);
      }
    } catch (HttpProblem e) {
      answer(ctx, e);
    } catch (InvalidRequest e) {
      answer(ctx, HttpProblem.of(e));
    } catch (StoreException.Away e) {
      LOG.warn("request.away request={} {}", request, e.getMessage());
      answer(ctx, away());
    } catch (StoreException.TooSlow e) {
      LOG.warn("request.slow request={} {}", request, e.getMessage());
      answer(ctx, tooSlow());
    } catch (RuntimeException e) {
      LOG.error("request.failed request={} {} {}", request, ctx.method(), ctx.path(), e);
      answer(ctx, new HttpProblem(Kind.BUG, "this is our fault; request " + request));
    }
  }

  private void enter(Context ctx, boolean open) {
    switch (settings.role()) {
      case PUBLIC -> {
        ctx.header("Access-Control-Allow-Origin", "*");
        ctx.header("Access-Control-Expose-Headers", "ETag, Location");
      }
      case INTERNAL -> {
        checkHost(ctx);
        if (!open) {
          checkToken(ctx);
        }
      }
    }
  }

  /// A web page that a user of this machine has open can reach loopback addresses by a name of its
  /// own; it cannot forge `Host`.
  private static void checkHost(Context ctx) {
    String host = ctx.header("Host");
    int port = ctx.req().getLocalPort();
    if (host == null || LOOPBACK.stream().noneMatch(name -> host.equals(name + ":" + port))) {
      throw new HttpProblem(
          Kind.FORBIDDEN, "Host is " + host + "; expected 127.0.0.1:" + port + " or localhost");
    }
  }

  private void checkToken(Context ctx) {
    String header = ctx.header("Authorization");
    String expected = "Bearer " + settings.token().orElseThrow();
    boolean right =
        header != null
            && MessageDigest.isEqual(
                header.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    if (!right) {
      throw new HttpProblem(
          Kind.UNAUTHORIZED,
          (header == null ? "no token was sent" : "the token is not the one of this API")
              + "; expected Authorization: Bearer <token>",
          List.of(),
          Map.of("WWW-Authenticate", "Bearer"));
    }
  }

  /// A trailing slash: 308 to the URL without.
  private boolean redirected(Context ctx) {
    String path = Request.rawPath(ctx, settings.prefix());
    boolean landing = path.equals("/") && settings.prefix().isEmpty();
    if (!path.endsWith("/") || landing) {
      return false;
    }
    String canonical = baseUrl.links(ctx).url(path.replaceAll("/+$", ""));
    ctx.status(308).header("Location", canonical + Request.rawQuery(ctx));
    return true;
  }

  private static HttpProblem tooSlow() {
    return new HttpProblem(
        Kind.TOO_SLOW,
        "the query takes longer than this server allows; ask for less: collections, a smaller box,"
            + " a shorter time",
        List.of(),
        Map.of("Retry-After", String.valueOf(RETRY_SECONDS)));
  }

  private static HttpProblem away() {
    return new HttpProblem(
        Kind.AWAY,
        "the database does not answer; try again",
        List.of(),
        Map.of("Retry-After", String.valueOf(RETRY_SECONDS)));
  }

  private static void answer(Context ctx, HttpProblem problem) {
    problem.headers().forEach(ctx::header);
    ctx.status(problem.status());
    Reply.text(ctx, "application/problem+json", problem.body());
  }

  private static String requestId(Context ctx) {
    String sent = ctx.header("X-Request-Id");
    return sent != null && sent.matches("[A-Za-z0-9._-]{1,64}")
        ? sent
        : UUID.randomUUID().toString();
  }
}
