package rimrep.pipeline.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.storage.FileFailures;

/// Tries again what may succeed a moment later, each time after a longer pause of random length, so
/// that many who failed together do not come back together.
final class Retries {
  private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final HttpSettings settings;

  Retries(HttpSettings settings) {
    this.settings = settings;
  }

  /// One attempt. An `IOException` means that another may help.
  interface Attempt<T> {
    T run() throws IOException;
  }

  <T> T run(URI address, Attempt<T> attempt) {
    for (int made = 1; ; made++) {
      try {
        return attempt.run();
      } catch (Interrupted e) {
        throw FileFailures.interrupted(Shown.of(address), e);
      } catch (IOException e) {
        if (made == settings.attempts()) {
          throw unavailable(address, e);
        }
        Duration pause = pause(made, e);
        LOG.debug(
            "{}: {}; attempt {} of {}, next in {} ms",
            Shown.of(address),
            what(e),
            made,
            settings.attempts(),
            pause.toMillis());
        sleep(address, pause);
      }
    }
  }

  private Duration pause(int made, IOException e) {
    long full = Math.min(LONGEST.toMillis(), settings.pause().toMillis() << Math.min(made - 1, 20));
    Duration random = Duration.ofMillis(full - ThreadLocalRandom.current().nextLong(full / 2 + 1));
    Duration asked = e instanceof Unanswered u ? u.waitAtLeast() : Duration.ZERO;
    Duration longer = asked.compareTo(random) > 0 ? asked : random;
    return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
  }

  private static void sleep(URI address, Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FileFailures.interrupted(Shown.of(address), e);
    }
  }

  private SourceUnavailable unavailable(URI address, IOException e) {
    String times = settings.attempts() == 1 ? "" : " (" + settings.attempts() + " attempts)";
    return new SourceUnavailable(
        new Problem(
            Shown.of(address),
            what(e) + times,
            "the complete resource",
            "run again later; if it lasts, ask the provider"),
        e);
  }

  private static String what(IOException e) {
    return switch (e) {
      case Unanswered u -> String.valueOf(u.getMessage());
      case UnknownHostException u -> "the host name is unknown";
      case HttpConnectTimeoutException t -> "no connection in time";
      case HttpTimeoutException t -> "no answer in time";
      case ConnectException c -> "the connection was refused";
      default -> "the connection broke: " + e.getMessage();
    };
  }
}
