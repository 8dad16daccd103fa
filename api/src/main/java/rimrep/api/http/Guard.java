package rimrep.api.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rimrep.api.core.InvalidRequest;
import rimrep.api.core.StoreException;
import rimrep.api.http.HttpProblem.Kind;
import rimrep.api.http.Route.Need;
import rimrep.api.oidc.ProviderAway;

/// Stands before every action: who may come in, which headers every answer has, and what becomes of
/// failures. The boundary of the request: nothing gets past it.
final class Guard {

  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final int RETRY_SECONDS = 5;

  private final ApiSettings settings;
  private final BaseUrl baseUrl;
  private final Door door;
  private final Hosts hosts;

  Guard(ApiSettings settings, BaseUrl baseUrl) {
    this.settings = settings;
    this.baseUrl = baseUrl;
    this.door = new Door(settings);
    this.hosts = new Hosts(settings);
  }

  void run(Context ctx, Route route) {
    String request = requestId(ctx);
    ctx.header("X-Request-Id", request);
    try {
      enter(ctx, route.need());
      if (!redirected(ctx)) {
        route.action().handle(ctx);
      }
    } catch (HttpProblem e) {
      answer(ctx, e);
    } catch (InvalidRequest e) {
      answer(ctx, HttpProblem.of(e));
    } catch (StoreException.Away e) {
      LOG.warn("request.away request={} {}", request, e.getMessage());
      answer(ctx, away(Kind.AWAY, "the database does not answer; try again"));
    } catch (StoreException.TooSlow e) {
      LOG.warn("request.slow request={} {}", request, e.getMessage());
      answer(
          ctx,
          away(
              Kind.TOO_SLOW,
              "the query takes longer than this server allows; ask for less: collections, a smaller"
                  + " box, a shorter time"));
    } catch (StoreException.TooBig e) {
      LOG.warn("request.toobig request={} {}", request, e.getMessage());
      answer(
          ctx,
          new HttpProblem(
              Kind.BAD_REQUEST, "this is larger than the database can hold: " + e.getMessage()));
    } catch (ProviderAway e) {
      LOG.warn("request.unchecked request={} {}", request, e.getMessage());
      answer(ctx, away(Kind.PROVIDER_AWAY, "the token cannot be checked now; try again"));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("request.failed request={} {} {}", request, ctx.method(), ctx.path(), e);
      answer(ctx, new HttpProblem(Kind.BUG, "this is our fault; request " + request));
    }
  }

  private void enter(Context ctx, Need need) {
    ctx.res().addHeader("Vary", "Authorization");
    ctx.res().addHeader("Vary", "Accept-Encoding");
    switch (settings.role()) {
      case PUBLIC -> {
        ctx.header("Access-Control-Allow-Origin", "*");
        ctx.header("Access-Control-Expose-Headers", "ETag, Location");
      }
      case INTERNAL -> {
        if (need != Need.NOTHING || settings.oidc().isEmpty()) {
          hosts.check(ctx);
        }
      }
    }
    if (need != Need.NOTHING) {
      door.admit(ctx, need).enter(ctx);
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

  private static HttpProblem away(Kind kind, String detail) {
    return new HttpProblem(
        kind, detail, List.of(), Map.of("Retry-After", String.valueOf(RETRY_SECONDS)));
  }

  private static void answer(Context ctx, HttpProblem problem) {
    Unread.drain(ctx);
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
