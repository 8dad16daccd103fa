package rimrep.pipeline.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;

/// `report.html` of a run: one file without any other resource, made from the records only, for a
/// person who asks what happened.
final class RunReport {
  static final String FILE = "report.html";

  /// Most items that are listed one by one.
  private static final int LISTED = 500;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #14242e; --quiet: #465a66; --ground: #fff;
        --line: #c9d4da; --good: #1d6b35; --bad: #a32014; --link: #00557a; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e8eef1; --quiet: #a9bac4;
        --ground: #10191f; --line: #384a55; --good: #7bd396; --bad: #ff9a8f; --link: #7cc7ea; } }
      body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--ground);
        color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.6rem; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin-top: 2rem; }
      a { color: var(--link); } .scroll { overflow-x: auto; }
      table { border-collapse: collapse; }
      th, td { border-bottom: 1px solid var(--line); padding: .3rem 1rem .3rem 0; text-align: left;
        vertical-align: top; font-weight: 400; }
      thead th { color: var(--quiet); } td.reason { min-width: 16rem; overflow-wrap: anywhere; }
      .complete, .nothing-new, .succeeded { color: var(--good); }
      .failed, .partial, .interrupted, .rejected { color: var(--bad); font-weight: 600; }
      """;

  private final StringBuilder out = new StringBuilder(8192);

  private RunReport() {}

  static String html(RunRecord run, Map<StepName, NodeState> states, List<StepRecord> steps) {
    RunReport report = new RunReport();
    report.head(run);
    report.steps(states, steps);
    report.items(steps);
    return report.out.append("</body>\n</html>\n").toString();
  }

  private void head(RunRecord run) {
    String word = run.result().word();
    out.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<link rel=\"icon\" href=\"data:,\">\n")
        .append("<title>%s: %s</title>\n".formatted(escape(run.run()), word))
        .append("<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n")
        .append("<h1>Run %s: ".formatted(escape(run.run())))
        .append("<span class=\"%s\">%s</span></h1>\n".formatted(word, word));
    out.append("<p>Plan %s of dataset %s".formatted(escape(run.plan()), run.dataset()))
        .append(", engine %s, trigger %s".formatted(escape(run.engine()), escape(run.trigger())))
        .append(", %s.<br>\nStarted %s".formatted(escape(run.software()), run.started()));
    run.ended().ifPresent(e -> out.append(", ended %s".formatted(e)));
    if (run.exitCode() != 0) {
      out.append(", exit code %d".formatted(run.exitCode()));
    }
    out.append(".</p>\n");
    run.reason().ifPresent(r -> out.append("<p class=\"failed\">%s</p>\n".formatted(escape(r))));
    out.append("<p>Logs: <a href=\"events.ndjson\">of the run</a>, ")
        .append("<a href=\"run.json\">its record</a>.</p>\n");
  }

  private void steps(Map<StepName, NodeState> states, List<StepRecord> records) {
    out.append("<h2>Steps</h2>\n<div class=\"scroll\"><table>\n<thead><tr>");
    for (String name : List.of("Step", "State", "Decision", "Attempts", "Seconds", "Reason")) {
      out.append("<th scope=\"col\">%s</th>".formatted(name));
    }
    out.append("</tr></thead>\n<tbody>\n");
    records.forEach(this::step);
    states.forEach((step, state) -> {
      if (records.stream().noneMatch(r -> r.step() == step)) {
        row(step.word(), word(state), "", "", "", "");
      }
    });
    out.append("</tbody>\n</table></div>\n");
  }

  private void step(StepRecord record) {
    String part = RunFolder.part(record.step(), record.shard());
    String state = record.result() == StepRecord.Result.DONE ? "succeeded" : word(record.result());
    row(
        "<a href=\"%s/log.ndjson\">%s</a>".formatted(part, part),
        state,
        record.decision().map(d -> d.word()).orElse(""),
        String.valueOf(record.attempts().size()),
        seconds(record.started(), record.ended()),
        escape(record.reason().orElse("")));
  }

  private void row(
      String step, String state, String decision, String attempts, String time, String reason) {
    out.append("<tr><th scope=\"row\">%s</th>".formatted(step))
        .append("<td class=\"%s\">%s</td><td>%s</td>".formatted(state, state, decision))
        .append(
            "<td>%s</td><td>%s</td><td class=\"reason\">%s</td></tr>\n"
                .formatted(attempts, time, reason));
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String seconds(Instant from, Optional<Instant> to) {
    return to.map(
            t -> String.format(Locale.ROOT, "%.1f", Duration.between(from, t).toMillis() / 1000.0))
        .orElse("");
  }

  private void items(List<StepRecord> records) {
    Map<String, ItemReport> last = RunResult.lastWord(records);
    if (last.isEmpty()) {
      return;
    }
    out.append("<h2>Items</h2>\n<p>%s.</p>\n".formatted(String.join(", ", counts(last))));
    List<ItemReport> told =
        last.values().stream()
            .filter(i -> i.outcome() != ItemOutcome.UNCHANGED)
            .sorted(java.util.Comparator.comparing((ItemReport i) -> rank(i.outcome())))
            .toList();
    if (told.isEmpty()) {
      return;
    }
    out.append("<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Item</th>")
        .append("<th scope=\"col\">Outcome</th><th scope=\"col\">Bytes</th>")
        .append("<th scope=\"col\">Reason</th></tr></thead>\n<tbody>\n");
    told.stream().limit(LISTED).forEach(this::item);
    out.append("</tbody>\n</table></div>\n");
    if (told.size() > LISTED) {
      out.append("<p>%d more are in the records.</p>\n".formatted(told.size() - LISTED));
    }
  }

  private static List<String> counts(Map<String, ItemReport> items) {
    return RunResult.counts(items).entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey().word())
        .toList();
  }

  /// The bad ones first.
  private static int rank(ItemOutcome outcome) {
    return switch (outcome) {
      case FAILED -> 0;
      case REJECTED -> 1;
      case INGESTED -> 2;
      case UNCHANGED -> 3;
    };
  }

  private void item(ItemReport item) {
    String outcome = item.outcome().word();
    out.append("<tr><th scope=\"row\">%s</th>".formatted(escape(item.item().location())))
        .append("<td class=\"%s\">%s</td><td>%d</td>".formatted(outcome, outcome, item.sizeBytes()))
        .append("<td class=\"reason\">%s</td></tr>\n".formatted(escape(item.reason().orElse(""))));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
