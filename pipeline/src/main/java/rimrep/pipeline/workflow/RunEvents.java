package rimrep.pipeline.workflow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.step.LogLines;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;

/// What a run does as JSON lines, for a log that a machine reads. Event names are stable:
/// `<step>.started`, `.progress` (at least every 2 s while it works), `.decided`, `.ended`,
/// `.retry`, and `run.started`, `run.ended`, `item.rejected`, `item.failed`.
public final class RunEvents implements RunListener {
  public static final Duration EVERY = Duration.ofSeconds(2);

  private final Consumer<String> to;
  private final Clock clock;
  private final Duration every;
  private final Map<String, Instant> lastProgress = new ConcurrentHashMap<>();
  private volatile String dataset = "";

  /// @param to takes one line at a time, without its end
  /// @param every how often at most a step's progress is told
  public RunEvents(Consumer<String> to, Clock clock, Duration every) {
    this.to = to;
    this.clock = clock;
    this.every = every;
  }

  private synchronized void line(String event, Map<String, Object> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("dataset", dataset);
    line.putAll(fields);
    to.accept(LogLines.line(clock.instant(), event, line));
  }

  @Override
  public void started(RunRecord run) {
    dataset = run.dataset().value();
    line("run.started", Map.of("run", run.run(), "plan", run.plan()));
  }

  @Override
  public void stepStarted(StepName step, int shard, int attempt) {
    line(step.word() + ".started", Map.of("shard", shard, "attempt", attempt));
  }

  @Override
  public void stepEnded(StepName step, int shard, StepRecord record) {
    for (ItemReport item : record.items()) {
      switch (item.outcome()) {
        case REJECTED, FAILED ->
            line(
                "item." + item.outcome().word(),
                Map.of("item", item.item().name(), "reason", item.reason().orElse("")));
        case INGESTED, UNCHANGED -> {}
      }
    }
    record
        .decision()
        .ifPresent(d ->
            line(
                step.word() + ".decided",
                Map.of(
                    "shard", shard, "decision", d.word(), "reason", record.reason().orElse(""))));
    line(
        step.word() + ".ended",
        Map.of(
            "shard", shard,
            "result", record.result().name().toLowerCase(Locale.ROOT),
            "exitCode", record.exitCode(),
            "reason", record.reason().orElse("")));
  }

  @Override
  public void retry(StepName step, int shard, StepRecord record, Duration pause) {
    line(
        step.word() + ".retry",
        Map.of(
            "shard",
            shard,
            "afterSeconds",
            pause.toSeconds(),
            "reason",
            record.reason().orElse("")));
  }

  @Override
  public void progress(StepName step, int shard, String unit, long done, long total) {
    String key = step.word() + "-" + shard;
    Instant now = clock.instant();
    Instant last = lastProgress.get(key);
    if (last == null || done == total || !now.isBefore(last.plus(every))) {
      lastProgress.put(key, now);
      line(
          step.word() + ".progress",
          Map.of("shard", shard, "unit", unit, "done", done, "total", total));
    }
  }

  @Override
  public void decided(StepName step, int shard, String what, String reason) {
    line(step.word() + ".decided", Map.of("shard", shard, "decision", what, "reason", reason));
  }

  @Override
  public void ended(RunRecord run) {
    dataset = run.dataset().value(); // a run that could not start has not been told before
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", run.run());
    fields.put("result", run.result().word());
    fields.put("exitCode", run.exitCode());
    run.items().forEach((outcome, count) -> fields.put(outcome.word(), count));
    run.reason().ifPresent(r -> fields.put("reason", r));
    line("run.ended", fields);
  }
}
