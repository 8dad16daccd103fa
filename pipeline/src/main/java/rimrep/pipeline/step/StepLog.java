package rimrep.pipeline.step;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import rimrep.pipeline.dataset.ItemReport;

/// `log.ndjson` of a step: what it decided, how far it was every half minute, which items it turned
/// away and how it ended. The same in the engine's process and alone in a container.
final class StepLog implements Progress {
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(30);

  private final LogLines lines;
  private final String step;
  private final Progress to;
  private final Clock clock;
  private Instant told = Instant.EPOCH;

  StepLog(StepName step, StepContext context, Clock clock) {
    this.lines =
        new LogLines(context.run(), RunFolder.part(step, context.shard()) + "/log.ndjson", clock);
    this.step = step.word();
    this.to = context.progress();
    this.clock = clock;
  }

  void started(int attempt, String reason) {
    lines.add(step + ".started", Map.of("attempt", attempt, "reason", reason));
  }

  @Override
  public void report(String unit, long done, long total) {
    to.report(unit, done, total);
    if (isTime()) {
      lines.add(step + ".progress", Map.of("unit", unit, "done", done, "total", total));
    }
  }

  private synchronized boolean isTime() {
    Instant now = clock.instant();
    if (now.isBefore(told.plus(PROGRESS_EVERY))) {
      return false;
    }
    told = now;
    return true;
  }

  @Override
  public void decided(String what, String reason) {
    to.decided(what, reason);
    lines.add(step + ".decided", Map.of("decision", what, "reason", reason));
  }

  void ended(StepRecord record) {
    for (ItemReport item : record.items()) {
      switch (item.outcome()) {
        case REJECTED, FAILED ->
            lines.add(
                "item." + item.outcome().word(),
                Map.of("item", item.item().name(), "reason", item.reason().orElse("")));
        case INGESTED, UNCHANGED -> {}
      }
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("result", record.result().name().toLowerCase(Locale.ROOT));
    record.decision().ifPresent(d -> fields.put("decision", d.word()));
    fields.put("exitCode", record.exitCode());
    fields.put("reason", record.reason().orElse(""));
    lines.add(step + ".ended", fields);
    lines.store();
  }
}
