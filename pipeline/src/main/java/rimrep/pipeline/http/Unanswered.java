package rimrep.pipeline.http;

import java.io.IOException;
import java.time.Duration;

/// A server answered that it cannot now (408, 429, 5xx), or sent something else than asked for.
/// Another attempt may help.
final class Unanswered extends IOException {
  /// How long the server wants us to wait at least; zero if it says nothing.
  private final transient Duration wait;

  Unanswered(String what, Duration wait) {
    super(what);
    this.wait = wait;
  }

  Duration waitAtLeast() {
    return wait;
  }
}
