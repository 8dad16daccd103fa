package rimrep.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.workflow.RunListener;
import rimrep.pipeline.workflow.RunRecord;

/// Says what a run does to a person at a terminal: one line that moves, and one line for each thing
/// that stays.
final class TerminalReporter implements RunListener {
  private static final Duration REDRAW = Duration.ofMillis(200);

  /// Where the launcher says nothing of the terminal's width.
  private static final int COLUMNS = 120;

  private final PrintStream out;
  private final Clock clock;
  private final int longest = Integer.getInteger("rimrep.columns", COLUMNS) - 2;
  private final Map<String, Instant> began = new ConcurrentHashMap<>();
  private String dataset = "";
  private Instant drawn = Instant.EPOCH;
  private boolean moving;

  TerminalReporter(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public synchronized void started(RunRecord run) {
    dataset = run.dataset().value();
  }

  @Override
  public synchronized void stepStarted(StepName step, int shard, int attempt) {
    began.put(step.word() + shard, clock.instant());
    move(dataset + "  " + step.word());
  }

  @Override
  public synchronized void progress(StepName step, int shard, String unit, long done, long total) {
    Instant now = clock.instant();
    if (now.isBefore(drawn.plus(REDRAW)) && done != total) {
      return;
    }
    drawn = now;
    double seconds =
        Math.max(
            0.001,
            Duration.between(began.getOrDefault(step.word() + shard, now), now).toMillis()
                / 1000.0);
    double rate = done / seconds;
    String shares =
        total > 0
            ? "%3d %%, %s left"
                .formatted(100 * done / total, left(rate > 0 ? (total - done) / rate : Double.NaN))
            : "";
    String of = total > 0 ? "%,d of %,d".formatted(done, total) : "%,d".formatted(done);
    move("%s  %s  %s %s, %,.0f/s %s".formatted(dataset, step.word(), of, unit, rate, shares));
  }

  private static String left(double seconds) {
    return Double.isNaN(seconds)
        ? "?"
        : seconds < 90 ? "%.0f s".formatted(seconds) : "%.0f min".formatted(seconds / 60);
  }

  @Override
  public synchronized void stepEnded(StepName step, int shard, StepRecord record) {
    for (ItemReport item : record.items()) {
      switch (item.outcome()) {
        case REJECTED, FAILED ->
            stay(
                "%s  %s %s: %s"
                    .formatted(
                        dataset,
                        item.item().name(),
                        item.outcome().word(),
                        item.reason().orElse("")));
        case INGESTED, UNCHANGED -> {}
      }
    }
    if (record.result() != StepRecord.Result.DONE) {
      stay(dataset + "  " + step.word() + " failed: " + record.reason().orElse(""));
    }
  }

  @Override
  public synchronized void retry(StepName step, int shard, StepRecord record, Duration pause) {
    stay("%s  %s is tried again in %d s".formatted(dataset, step.word(), pause.toSeconds()));
  }

  @Override
  public synchronized void decided(StepName step, int shard, String what, String reason) {
    move(dataset + "  " + step.word() + "  " + what + ": " + reason);
  }

  @Override
  public synchronized void ended(RunRecord run) {
    double seconds =
        Duration.between(run.started(), run.ended().orElse(run.started())).toMillis() / 1000.0;
    StringBuilder items = new StringBuilder();
    run.items()
        .forEach((outcome, count) ->
            items.append(", ").append(count).append(' ').append(outcome.word()));
    stay("%s  %s in %.1f s%s".formatted(run.dataset(), words(run), seconds, items));
    run.reason().ifPresent(reason -> stay("  " + reason));
  }

  private static String words(RunRecord run) {
    return switch (run.result()) {
      case RUNNING -> "running";
      case COMPLETE -> "published";
      case NOTHING_NEW -> "unchanged";
      case PARTIAL -> "published in part";
      case FAILED -> "failed (exit " + run.exitCode() + ")";
      case INTERRUPTED -> "interrupted";
    };
  }

  private void move(String text) {
    String shown = text.length() > longest ? text.substring(0, longest - 1) + "…" : text;
    out.print("\r\u001b[K" + shown);
    out.flush();
    moving = true;
  }

  private void stay(String text) {
    out.print(moving ? "\r\u001b[K" : "");
    out.println(text);
    moving = false;
  }
}
