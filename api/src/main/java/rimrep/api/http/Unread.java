package rimrep.api.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is left of a refused request's body. A connection that is closed while its client still
/// writes is reset, and most clients then show a broken pipe instead of the answer; so what comes
/// is read and thrown away, within bounds.
final class Unread {

  private static final Logger LOG = LoggerFactory.getLogger(Unread.class);
  private static final long MOST = 256L << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /// A client that sends nothing for so long waits for the answer.
  private static final Duration QUIET = Duration.ofMillis(300);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);
  private static final int PIECE = 1 << 16;

  private Unread() {}

  /// A client that waits for `100 Continue` has sent nothing yet, and shall not.
  static void drain(Context ctx) {
    boolean body = ctx.req().getContentLengthLong() > 0 || ctx.header("Transfer-Encoding") != null;
    if (!body || ctx.header("Expect") != null) {
      return;
    }
    try {
      drain(ctx.req().getInputStream());
    } catch (IOException e) {
      LOG.debug("request.unread {}", e.getMessage()); // the client went away
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void drain(ServletInputStream in) throws IOException, InterruptedException {
    byte[] piece = new byte[PIECE];
    long began = System.nanoTime();
    long last = began;
    long left = MOST;
    while (left > 0 && !in.isFinished()) {
      int ready = in.available();
      long now = System.nanoTime();
      if (ready > 0) {
        left -= Math.max(1, in.read(piece, 0, Math.min(ready, PIECE)));
        last = now;
      } else if (now - last > QUIET.toNanos() && !in.isFinished()) {
        return;
      } else {
        Thread.sleep(LOOK_AGAIN);
      }
      if (now - began > LONGEST.toNanos()) {
        return;
      }
    }
  }
}
