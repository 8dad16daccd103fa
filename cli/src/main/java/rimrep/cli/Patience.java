package rimrep.cli;

import java.time.Duration;
import rimrep.pipeline.http.HttpSettings;

/// How long is waited: for other people's servers, and between two attempts of a step. The system
/// property `rimrep.hurry` divides the pauses and cuts the waits short, for tests of whole
/// commands.
final class Patience {
  private static final Duration HURRIED_WAIT = Duration.ofSeconds(3);
  private static final int HURRIED_ATTEMPTS = 2;

  private Patience() {}

  private static int hurry() {
    return Math.max(1, Integer.getInteger("rimrep.hurry", 1));
  }

  static HttpSettings http() {
    HttpSettings far = HttpSettings.defaults();
    return hurry() == 1
        ? far
        : new HttpSettings(
            far.connect(),
            HURRIED_WAIT,
            HURRIED_WAIT,
            HURRIED_ATTEMPTS,
            far.pause().dividedBy(hurry()));
  }

  static void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration.dividedBy(hurry()));
  }
}
