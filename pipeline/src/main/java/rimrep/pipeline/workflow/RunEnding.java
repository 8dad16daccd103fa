package rimrep.pipeline.workflow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;

/// Ends the record of a run whose steps ran as containers, from the records that they left.
public final class RunEnding {
  private final RunFolder folder;
  private final Clock clock;

  public RunEnding(RunFolder folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /// A workflow as its engine saw it.
  ///
  /// @param plan its name, or `ingest` for all plans
  /// @param trigger `manual`, `schedule` or `event`
  /// @param status how it ended: `Succeeded`, `Failed` or `Error`
  public record Seen(
      String plan,
      List<Plan> plans,
      DatasetId dataset,
      String software,
      String trigger,
      String status) {
    boolean succeeded() {
      return status.equals("Succeeded");
    }
  }

  /// Writes `run.json` and `report.html`.
  public RunRecord end(Seen seen) {
    List<StepRecord> records = records(seen.plans());
    Map<StepName, NodeState> states = new EnumMap<>(StepName.class);
    List<String> lost = new ArrayList<>();
    for (Plan plan : seen.plans()) {
      if (states.containsValue(NodeState.FAILED)) { // the plan behind one that failed
        plan.nodes().forEach(node -> states.put(node.step(), NodeState.OMITTED));
      } else {
        states.putAll(states(plan, records, seen, lost));
      }
    }
    RunResult result = judged(RunResult.of(records, states), states, lost, seen);
    RunRecord record = record(result, seen, records);
    folder.write("run.json", record);
    folder.writeText(RunReport.FILE, RunReport.html(record, states, records));
    return record;
  }

  private static RunResult judged(
      RunResult result, Map<StepName, NodeState> states, List<String> lost, Seen seen) {
    boolean told = result.exitCode() != 0;
    if (seen.succeeded() || told) {
      return result;
    }
    String ended = "the workflow ended as " + seen.status() + ", and ";
    String reason =
        lost.isEmpty()
            ? ended + "no step says why; see its log"
            : ended
                + String.join(", ", lost)
                + " left no word of how: killed for lack of memory, past a time limit, or gone with"
                + " its node; if it happens again, raise the memory of that profile";
    return new RunResult(
        RunRecord.Result.FAILED,
        Temporary.EXIT,
        result.items(),
        new TreeMap<>(states),
        Optional.of(reason));
  }

  private List<StepRecord> records(List<Plan> plans) {
    List<StepRecord> records = new ArrayList<>();
    for (Plan plan : plans) {
      for (Node node : plan.nodes()) {
        switch (node) {
          case Node.Single single -> folder.record(single.step(), 0).ifPresent(records::add);
          case Node.FanOut fanOut ->
              records.addAll(folder.shardRecords(fanOut.step(), shards(fanOut)));
        }
      }
    }
    return records;
  }

  /// @param lost is told each container that left no record, or one that says that it still runs
  private Map<StepName, NodeState> states(
      Plan plan, List<StepRecord> records, Seen seen, List<String> lost) {
    Progression at = Progression.start(plan);
    boolean excused = records.stream().anyMatch(RunEnding::failed);
    for (Node node : plan.nodes()) {
      List<StepRecord> own = records.stream().filter(r -> r.step() == node.step()).toList();
      boolean open = !at.states().getOrDefault(node.step(), NodeState.WAITING).ended();
      List<String> silent =
          at.ready(node.step()) && !seen.succeeded() ? silent(node, own, excused) : List.of();
      lost.addAll(silent);
      if (open && !(own.isEmpty() && silent.isEmpty())) {
        boolean done =
            silent.isEmpty() && own.stream().allMatch(r -> r.result() == StepRecord.Result.DONE);
        at =
            at.with(
                node.step(),
                done ? NodeState.SUCCEEDED : NodeState.FAILED,
                done ? own.getFirst().decision() : Optional.empty());
      }
    }
    return at.states();
  }

  private static boolean failed(StepRecord record) {
    return record.result() == StepRecord.Result.FAILED
        || record.result() == StepRecord.Result.INTERRUPTED;
  }

  /// Containers of a node that was reached whose end nobody wrote down.
  ///
  /// @param excused whether another step failed, so that this one may not have been started
  private List<String> silent(Node node, List<StepRecord> own, boolean excused) {
    String shard = node instanceof Node.FanOut ? ", shard " : "";
    List<String> silent = new ArrayList<>();
    for (int number = 0; number < shards(node); number++) {
      int of = number;
      Optional<StepRecord> record = own.stream().filter(r -> r.shard() == of).findFirst();
      if (record.map(r -> r.result() == StepRecord.Result.RUNNING).orElse(!excused)) {
        silent.add(
            "step %s%s (profile '%s')"
                .formatted(
                    node.step().word(),
                    shard.isEmpty() ? "" : shard + number,
                    node.profile().name()));
      }
    }
    return silent;
  }

  private int shards(Node node) {
    return switch (node) {
      case Node.Single single -> 1;
      case Node.FanOut fanOut ->
          folder.record(fanOut.shardsOf(), 0).map(StepRecord::shards).orElse(0);
    };
  }

  private RunRecord record(RunResult result, Seen seen, List<StepRecord> records) {
    Instant now = clock.instant();
    Instant started = records.stream().map(StepRecord::started).min(Instant::compareTo).orElse(now);
    return new RunRecord(
        RunRecord.FORMAT,
        folder.runId(),
        seen.dataset(),
        seen.plan(),
        "argo",
        seen.trigger(),
        seen.software(),
        started,
        Optional.of(now),
        result.result(),
        result.exitCode(),
        result.items(),
        new TreeMap<>(result.steps()),
        result.reason());
  }
}
