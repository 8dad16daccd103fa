package rimrep.pipeline.http;

import java.io.IOException;

/// The thread was asked to stop while it waited for a server: no reason to try again.
final class Interrupted extends IOException {
  Interrupted(InterruptedException cause) {
    super("interrupted", cause);
  }
}
