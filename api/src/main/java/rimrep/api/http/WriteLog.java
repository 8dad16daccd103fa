package rimrep.api.http;

import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log of writes: a line for each document that changed, with who changed it, in which request,
/// and the ETags before and after. Values are key-value pairs of the log event, so that they stay
/// apart in JSON lines.
final class WriteLog {

  private static final Logger LOG = LoggerFactory.getLogger(WriteLog.class);
  private static final String NONE = "-";

  private WriteLog() {}

  static void created(Context ctx, Target target, String etag) {
    log(ctx, "created", target, NONE, etag);
  }

  static void updated(Context ctx, Target target, String before, String etag) {
    log(ctx, "updated", target, before, etag);
  }

  static void deleted(Context ctx, Target target, String before) {
    log(ctx, "deleted", target, before, NONE);
  }

  private static void log(Context ctx, String what, Target target, String before, String after) {
    LOG.atInfo()
        .addKeyValue("what", what)
        .addKeyValue("collection", target.collection())
        .addKeyValue("item", target.item().orElse(NONE))
        .addKeyValue("before", before)
        .addKeyValue("after", after)
        .addKeyValue("subject", Caller.of(ctx).subject())
        .addKeyValue("request", ctx.res().getHeader("X-Request-Id"))
        .log("write.{} {}", what, target.name());
  }
}
