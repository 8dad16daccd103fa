package rimrep.api.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is left of a refused request's body. A connection that is closed while its client still
/// writes is reset, and most clients then show a broken pipe instead of the answer; so the rest is
/// read and thrown away, within bounds.
final class Unread {

  private static final Logger LOG = LoggerFactory.getLogger(Unread.class);
  private static final long MOST = 256L << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int PIECE = 1 << 16;

  private Unread() {}

  /// A client that waits for `100 Continue` has sent nothing yet, and shall not.
  static void drain(Context ctx) {
    if (ctx.header("Expect") != null) {
      return;
    }
    byte[] piece = new byte[PIECE];
    long end = System.nanoTime() + LONGEST.toNanos();
    try {
      InputStream in = ctx.req().getInputStream();
      long left = MOST;
      int read = 0;
      while (read >= 0 && left > 0 && System.nanoTime() < end) {
        read = in.read(piece);
        left -= Math.max(0, read);
      }
    } catch (IOException e) {
      LOG.debug("request.unread {}", e.getMessage()); // the client went away
    }
  }
}
