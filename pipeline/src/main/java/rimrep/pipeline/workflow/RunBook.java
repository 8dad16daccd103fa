package rimrep.pipeline.workflow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;

/// Keeps the record of a run while it goes on. Safe for several threads.
final class RunBook {
  private final Engine.Request request;
  private final Clock clock;
  private final RunListener listener;
  private final Instant started;
  private final Map<StepName, List<StepRecord>> records = new EnumMap<>(StepName.class);
  private final Map<StepName, NodeState> states = new EnumMap<>(StepName.class);

  private RunBook(Engine.Request request, Clock clock, RunListener listener) {
    this.request = request;
    this.clock = clock;
    this.listener = listener;
    this.started = clock.instant();
  }

  static RunBook open(Engine.Request request, Clock clock, RunListener listener) {
    RunBook book = new RunBook(request, clock, listener);
    RunRecord record =
        RunResult.running(request, book.started).toRecord(request, book.started, Optional.empty());
    request.folder().write("run.json", record);
    listener.started(record);
    return book;
  }

  RunListener listener() {
    return listener;
  }

  synchronized void stepEnded(StepRecord record) {
    List<StepRecord> of = records.computeIfAbsent(record.step(), s -> new ArrayList<>());
    of.removeIf(r -> r.shard() == record.shard());
    of.add(record);
    listener.stepEnded(record.step(), record.shard(), record);
  }

  synchronized void states(Progression at) {
    states.putAll(at.states());
  }

  synchronized int shards(StepName step) {
    return records.getOrDefault(step, List.of()).stream()
        .mapToInt(StepRecord::shards)
        .max()
        .orElse(0);
  }

  /// Records that an attempt passed its time limit. Such a step is not tried again.
  StepRecord timedOut(Node node, int shard) {
    Instant now = clock.instant();
    String message =
        "step %s: passed its time limit of %s".formatted(node.step().word(), node.limit());
    StepRecord.Attempt attempt =
        new StepRecord.Attempt(
            now.minus(node.limit()),
            now,
            TIMED_OUT,
            Optional.of("time-limit"),
            Optional.of(message));
    StepRecord record =
        new StepRecord(
            StepRecord.FORMAT,
            request.folder().runId(),
            request.dataset(),
            node.step(),
            shard,
            request.software(),
            attempt.start(),
            Optional.of(now),
            StepRecord.Result.FAILED,
            "",
            List.of(attempt),
            Optional.<Decision>empty(),
            Optional.of(message),
            0,
            Optional.empty(),
            List.of());
    request
        .folder()
        .write(rimrep.pipeline.step.RunFolder.part(node.step(), shard) + "/record.json", record);
    return record;
  }

  /// Exit code of an attempt that was ended by its time limit, as `timeout(1)` has it: never
  /// retried.
  private static final int TIMED_OUT = 124;

  synchronized RunRecord close(boolean interrupted) {
    List<StepRecord> all = new ArrayList<>();
    for (StepName step : StepName.values()) {
      all.addAll(records.getOrDefault(step, List.of()));
    }
    RunResult result =
        interrupted ? RunResult.interrupted(all, Temporary.EXIT) : RunResult.of(all, states);
    RunRecord record = result.toRecord(request, started, Optional.of(clock.instant()));
    request.folder().write("run.json", record);
    listener.ended(record);
    return record;
  }
}
