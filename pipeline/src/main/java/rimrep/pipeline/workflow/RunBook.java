package rimrep.pipeline.workflow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.LogLines;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;

/// Keeps the record of a run while it goes on. Safe for several threads.
final class RunBook {
  /// How often the stored log tells a step's progress.
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(30);

  private final Engine.Request request;
  private final Clock clock;
  private final LogLines log;
  private final RunListener listener;
  private final Instant started;
  private final Map<StepName, List<StepRecord>> records = new EnumMap<>(StepName.class);
  private final Map<StepName, NodeState> states = new EnumMap<>(StepName.class);

  private RunBook(Engine.Request request, Clock clock, RunListener listener) {
    this.request = request;
    this.clock = clock;
    this.log = new LogLines(request.folder(), "events.ndjson", clock);
    this.listener = new Both(listener, new RunEvents(log::add, clock, PROGRESS_EVERY));
    this.started = clock.instant();
  }

  static RunBook open(Engine.Request request, Clock clock, RunListener listener) {
    RunBook book = new RunBook(request, clock, listener);
    RunRecord record =
        RunResult.running(request, book.started).toRecord(request, book.started, Optional.empty());
    request.folder().write("run.json", record);
    book.listener.started(record);
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
    log.store();
    report(RunResult.running(request, started).toRecord(request, started, Optional.empty()));
  }

  private void report(RunRecord run) {
    request.folder().writeText(RunReport.FILE, RunReport.html(run, states, all()));
  }

  private List<StepRecord> all() {
    List<StepRecord> all = new ArrayList<>();
    for (StepName step : StepName.values()) {
      all.addAll(records.getOrDefault(step, List.of()));
    }
    return all;
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
    request.folder().write(RunFolder.part(node.step(), shard) + "/record.json", record);
    return record;
  }

  /// Exit code of an attempt that was ended by its time limit, as `timeout(1)` has it: never
  /// retried.
  private static final int TIMED_OUT = 124;

  synchronized RunRecord close(boolean interrupted) {
    List<StepRecord> all = all();
    RunResult result =
        interrupted ? RunResult.interrupted(all, Temporary.EXIT) : RunResult.of(all, states);
    RunRecord record = result.toRecord(request, started, Optional.of(clock.instant()));
    request.folder().write("run.json", record);
    report(record);
    listener.ended(record);
    log.store();
    return record;
  }

  private record Both(RunListener first, RunListener second) implements RunListener {
    private void each(Consumer<RunListener> call) {
      call.accept(first);
      call.accept(second);
    }

    @Override
    public void started(RunRecord run) {
      each(l -> l.started(run));
    }

    @Override
    public void stepStarted(StepName step, int shard, int attempt) {
      each(l -> l.stepStarted(step, shard, attempt));
    }

    @Override
    public void stepEnded(StepName step, int shard, StepRecord record) {
      each(l -> l.stepEnded(step, shard, record));
    }

    @Override
    public void retry(StepName step, int shard, StepRecord record, Duration pause) {
      each(l -> l.retry(step, shard, record, pause));
    }

    @Override
    public void progress(StepName step, int shard, String unit, long done, long total) {
      each(l -> l.progress(step, shard, unit, done, total));
    }

    @Override
    public void decided(StepName step, int shard, String what, String reason) {
      each(l -> l.decided(step, shard, what, reason));
    }

    @Override
    public void ended(RunRecord run) {
      each(l -> l.ended(run));
    }
  }
}
