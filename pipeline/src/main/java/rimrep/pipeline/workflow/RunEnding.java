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

  /// Writes `run.json` and `report.html`.
  ///
  /// @param name of the plan, or `ingest` for all of them
  /// @param status how the workflow engine saw it end: `Succeeded`, `Failed` or `Error`
  public RunRecord end(
      String name, List<Plan> plans, DatasetId dataset, String software, String status) {
    List<StepRecord> records = records(plans);
    Map<StepName, NodeState> states = new EnumMap<>(StepName.class);
    plans.forEach(plan -> states.putAll(states(plan, records)));
    RunResult result = RunResult.of(records, states);
    boolean failed = result.exitCode() != 0 || result.result() == RunRecord.Result.FAILED;
    if (!status.equals("Succeeded") && !failed
        || result.result() == RunRecord.Result.FAILED && result.exitCode() == 0) {
      result = unexplained(result, status);
    }
    RunRecord record = record(result, name, dataset, software, records);
    folder.write("run.json", record);
    folder.writeText(RunReport.FILE, RunReport.html(record, states, records));
    return record;
  }

  /// A container that was killed leaves no reason of its own.
  private static RunResult unexplained(RunResult result, String status) {
    return new RunResult(
        RunRecord.Result.FAILED,
        Temporary.EXIT,
        result.items(),
        result.steps(),
        Optional.of("the workflow ended as " + status + ", and no step says why; see its log"));
  }

  private List<StepRecord> records(List<Plan> plans) {
    List<StepRecord> records = new ArrayList<>();
    for (Plan plan : plans) {
      for (Node node : plan.nodes()) {
        switch (node) {
          case Node.Single single -> folder.record(single.step(), 0).ifPresent(records::add);
          case Node.FanOut fanOut ->
              records.addAll(
                  folder.shardRecords(
                      fanOut.step(),
                      folder.record(fanOut.shardsOf(), 0).map(StepRecord::shards).orElse(0)));
        }
      }
    }
    return records;
  }

  private static Map<StepName, NodeState> states(Plan plan, List<StepRecord> records) {
    Progression at = Progression.start(plan);
    for (Node node : plan.nodes()) {
      List<StepRecord> own = records.stream().filter(r -> r.step() == node.step()).toList();
      if (!own.isEmpty() && !at.states().getOrDefault(node.step(), NodeState.WAITING).ended()) {
        boolean done = own.stream().allMatch(r -> r.result() == StepRecord.Result.DONE);
        at =
            at.with(
                node.step(),
                done ? NodeState.SUCCEEDED : NodeState.FAILED,
                done ? own.getFirst().decision() : Optional.empty());
      }
    }
    return at.states();
  }

  private RunRecord record(
      RunResult result, String name, DatasetId dataset, String software, List<StepRecord> records) {
    Instant now = clock.instant();
    Instant started = records.stream().map(StepRecord::started).min(Instant::compareTo).orElse(now);
    return new RunRecord(
        RunRecord.FORMAT,
        folder.runId(),
        dataset,
        name,
        "argo",
        "event",
        software,
        started,
        Optional.of(now),
        result.result(),
        result.exitCode(),
        result.items(),
        new TreeMap<>(result.steps()),
        result.reason());
  }
}
