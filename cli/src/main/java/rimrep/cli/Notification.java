package rimrep.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.workflow.NodeState;
import rimrep.pipeline.workflow.RunRecord;

/// Tells people how a run ended: when it failed, was published in part, or succeeded for the first
/// time after that. Never twice for the same trouble, never when there was nothing new.
///
/// The webhook's address is a secret: it is in no message and no record.
final class Notification {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Settings settings;
  private final Storage artifacts;

  Notification(Settings settings, Storage artifacts) {
    this.settings = settings;
    this.artifacts = artifacts;
  }

  /// Posts `{"text": …}` if there is something to tell and somebody to tell it to.
  ///
  /// @return whether it was posted
  boolean tell(RunRecord record) {
    if (settings.webhook().isEmpty()) {
      return false;
    }
    Optional<RunRecord> before =
        new RunHistory(artifacts, Clock.systemUTC())
            .last(record.dataset(), record.run())
            .map(RunHistory.Past::record);
    if (!isNews(record, before)) {
      return false;
    }
    post(settings.webhook().get(), text(record));
    return true;
  }

  /// Posts a text if there is somebody to tell it to.
  static void post(Settings settings, String text) {
    settings.webhook().ifPresent(address -> post(address, text));
  }

  static boolean isNews(RunRecord record, Optional<RunRecord> before) {
    boolean trouble = before.filter(b -> isTrouble(b.result())).isPresent();
    return switch (record.result()) {
      case FAILED, PARTIAL ->
          before
              .filter(b -> b.result() == record.result())
              .filter(b -> b.exitCode() == record.exitCode())
              .filter(b -> failing(b).equals(failing(record)))
              .isEmpty();
      case COMPLETE -> trouble;
      case NOTHING_NEW, RUNNING, INTERRUPTED -> false;
    };
  }

  private static boolean isTrouble(RunRecord.Result result) {
    return result == RunRecord.Result.FAILED || result == RunRecord.Result.PARTIAL;
  }

  private static List<String> failing(RunRecord record) {
    return record.steps().entrySet().stream()
        .filter(e -> e.getValue() == NodeState.FAILED)
        .map(e -> e.getKey().word())
        .sorted()
        .toList();
  }

  /// Dataset, result, failing step, counts, reason, what to do next.
  static String text(RunRecord record) {
    StringBuilder text = new StringBuilder(record.dataset() + ": " + record.result().word());
    List<String> failing = failing(record);
    if (!failing.isEmpty()) {
      text.append(" in step ").append(String.join(", ", failing));
    }
    record.items().forEach((o, n) -> text.append(", ").append(n).append(' ').append(o.word()));
    record.reason().ifPresent(r -> text.append(". ").append(r));
    if (record.exitCode() != 0) {
      text.append(". Exit code ").append(record.exitCode()).append(": ");
      text.append(next(record));
    }
    return text.toString();
  }

  private static String next(RunRecord record) {
    return switch (record.exitCode()) {
      case Temporary.EXIT, SourceUnavailable.EXIT -> "run it again later";
      case BadConfiguration.EXIT ->
          "correct the configuration, then rimrep run " + record.dataset();
      default -> "see rimrep status and the run " + record.run();
    };
  }

  private static void post(String address, String text) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofByteArray(
                      Json.bytes(Json.mapper().createObjectNode().put("text", text))))
              .build();
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw silent("HTTP " + status, null);
      }
    } catch (IllegalArgumentException e) {
      throw new BadConfiguration(
          "RIMREP_NOTIFY_WEBHOOK", "no http or https address", "one", "correct it");
    } catch (IOException e) {
      throw silent("no answer (" + e.getClass().getSimpleName() + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent("interrupted", e);
    }
  }

  private static Temporary silent(
      String found, @org.jspecify.annotations.Nullable Throwable cause) {
    return new Temporary(
        new Problem(
            "the webhook of RIMREP_NOTIFY_WEBHOOK",
            found,
            "HTTP 2xx",
            "the data stand as the run left them; check the webhook"),
        cause);
  }
}
