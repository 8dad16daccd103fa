package rimrep.pipeline.workflow;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;

/// How a run ended, judged from the records of its steps.
record RunResult(
    RunRecord.Result result,
    int exitCode,
    SortedMap<ItemOutcome, Long> items,
    Map<StepName, NodeState> steps,
    Optional<String> reason) {

  static RunResult running(Engine.Request request, Instant started) {
    return new RunResult(RunRecord.Result.RUNNING, 0, new TreeMap<>(), Map.of(), Optional.empty());
  }

  static RunResult interrupted(List<StepRecord> records, int exitCode) {
    return new RunResult(
        RunRecord.Result.INTERRUPTED,
        exitCode,
        counts(lastWord(records)),
        Map.of(),
        Optional.of("interrupted; run it again to go on"));
  }

  static RunResult of(List<StepRecord> records, Map<StepName, NodeState> states) {
    Map<String, ItemReport> items = lastWord(records);
    SortedMap<ItemOutcome, Long> counts = counts(items);
    Map<StepName, NodeState> steps = new TreeMap<>(states);
    Optional<StepRecord> failed =
        records.stream().filter(r -> r.result() != StepRecord.Result.DONE).findFirst();
    if (failed.isPresent()) {
      return new RunResult(
          RunRecord.Result.FAILED, failed.get().exitCode(), counts, steps, failed.get().reason());
    }
    Optional<ItemReport> bad = items.values().stream().filter(RunResult::unjudged).findFirst();
    if (bad.isPresent()) {
      return new RunResult(
          RunRecord.Result.PARTIAL, partialCode(items), counts, steps, bad.get().reason());
    }
    boolean changed = records.stream().anyMatch(RunResult::changedSomething);
    return new RunResult(
        changed ? RunRecord.Result.COMPLETE : RunRecord.Result.NOTHING_NEW,
        0,
        counts,
        steps,
        Optional.empty());
  }

  private static boolean changedSomething(StepRecord record) {
    return record.decision().filter(d -> d == Decision.CHANGED).isPresent()
        && record.step() != StepName.HARVEST;
  }

  /// An item that is bad and that no person has judged under `knownBad`.
  private static boolean unjudged(ItemReport report) {
    boolean bad =
        report.outcome() == ItemOutcome.REJECTED || report.outcome() == ItemOutcome.FAILED;
    return bad && !report.failureKind().equals(Optional.of(KNOWN_BAD));
  }

  /// The failure kind of an item that `knownBad` lists.
  static final String KNOWN_BAD = "known-bad";

  private static int partialCode(Map<String, ItemReport> items) {
    boolean retryHelps =
        items.values().stream()
            .filter(RunResult::unjudged)
            .allMatch(r ->
                r.failureKind().equals(Optional.of("source-unavailable"))
                    || r.failureKind().equals(Optional.of("temporary")));
    return retryHelps ? Temporary.EXIT : BadInput.EXIT;
  }

  /// The last report on each item, over the steps in their order.
  static Map<String, ItemReport> lastWord(List<StepRecord> records) {
    Map<String, ItemReport> last = new LinkedHashMap<>();
    for (StepRecord record : records) {
      record.items().forEach(item -> last.put(item.item().location(), item));
    }
    return last;
  }

  static SortedMap<ItemOutcome, Long> counts(Map<String, ItemReport> items) {
    SortedMap<ItemOutcome, Long> counts = new TreeMap<>();
    items.values().forEach(i -> counts.merge(i.outcome(), 1L, Long::sum));
    return counts;
  }

  RunRecord toRecord(Engine.Request request, Instant started, Optional<Instant> ended) {
    return new RunRecord(
        RunRecord.FORMAT,
        request.folder().runId(),
        request.dataset(),
        request.name(),
        "local",
        request.trigger(),
        request.software(),
        started,
        ended,
        result,
        exitCode,
        items,
        steps,
        reason);
  }
}
