package rimrep.pipeline.workflow;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.step.Progress;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepContext;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;

/// Runs plans on this machine. One thread owns the state; steps run on threads of their own.
///
/// A failed shard does not stop its siblings; what depends on it does not run. An interrupt of the
/// calling thread starts nothing more, interrupts what runs, waits for it for `grace`, and ends the
/// run as interrupted.
public final class Engine {
  private final StepLauncher launcher;
  private final Clock clock;
  private final Pause pause;
  private final int parallel;
  private final Duration grace;

  /// @param pause waits between attempts; tests wait less
  /// @param parallel steps that run at once at most
  public Engine(StepLauncher launcher, Clock clock, Pause pause, int parallel, Duration grace) {
    this.launcher = launcher;
    this.clock = clock;
    this.pause = pause;
    this.parallel = parallel;
    this.grace = grace;
  }

  /// How the engine waits between two attempts.
  public interface Pause {
    void pause(Duration duration) throws InterruptedException;
  }

  /// Runs `plans` one after the other; a failed one stops those behind it.
  public RunRecord run(Request request, RunListener listener) {
    RunBook book = RunBook.open(request, clock, listener);
    Thread caller = Thread.currentThread();
    ExecutorService workers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    boolean interrupted = false;
    try {
      for (Plan plan : request.plans()) {
        Progression end = runPlan(plan, request, book, workers);
        if (end.failed()) {
          break;
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
      stop(workers);
    } finally {
      workers.shutdownNow();
    }
    RunRecord record = close(book, interrupted);
    if (interrupted) {
      caller.interrupt();
    }
    return record;
  }

  /// On a thread of its own: [Thread#interrupt] wakes the caller before it closes the channel that
  /// the caller may have opened since, so a record written by the caller could be cut short by the
  /// very interrupt it tells of.
  private static RunRecord close(RunBook book, boolean interrupted) {
    try {
      return CompletableFuture.supplyAsync(
              () -> book.close(interrupted), task -> Thread.ofVirtual().start(task))
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw e;
    }
  }

  private void stop(ExecutorService workers) {
    workers.shutdownNow();
    try {
      workers.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException secondSignal) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is to be run.
  ///
  /// @param plans in order
  /// @param name of the whole: the plan's name, or `ingest`
  public record Request(
      String name,
      List<Plan> plans,
      DatasetId dataset,
      RunFolder folder,
      String trigger,
      String software) {}

  private record Ended(StepName step, int shard, StepRecord record) {}

  private Progression runPlan(Plan plan, Request request, RunBook book, ExecutorService workers)
      throws InterruptedException {
    CompletionService<Ended> service = new ExecutorCompletionService<>(workers);
    Semaphore room = new Semaphore(parallel);
    FanOutCount fanOuts = new FanOutCount();
    Progression at = Progression.start(plan);
    int running = 0;
    while (!at.ended()) {
      for (Node node : plan.nodes()) {
        if (at.ready(node.step())) {
          int shards = shards(node, book);
          fanOuts.begin(node.step(), shards);
          at = at.with(node.step(), NodeState.RUNNING, Optional.empty());
          for (int shard = 0; shard < shards; shard++) {
            service.submit(task(node, shard, request, book, workers, room));
            running++;
          }
        }
      }
      if (running == 0) {
        throw new IllegalStateException("plan " + plan.name() + " neither ends nor runs");
      }
      Ended ended = take(service);
      running--;
      at = settle(at, ended, fanOuts);
      book.states(at);
    }
    return at;
  }

  private static Ended take(CompletionService<Ended> service) throws InterruptedException {
    try {
      return service.take().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException
          || e.getCause() instanceof CancellationException) {
        throw new InterruptedException("a step was interrupted");
      }
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException("the engine failed", e.getCause());
    }
  }

  private static Progression settle(Progression at, Ended ended, FanOutCount fanOuts) {
    boolean done = ended.record().result() == StepRecord.Result.DONE;
    if (!fanOuts.end(ended.step(), done)) {
      return at;
    }
    NodeState state = fanOuts.allDone(ended.step()) ? NodeState.SUCCEEDED : NodeState.FAILED;
    return at.with(ended.step(), state, ended.record().decision());
  }

  private static int shards(Node node, RunBook book) {
    return switch (node) {
      case Node.Single single -> 1;
      case Node.FanOut fanOut -> {
        int shards = book.shards(fanOut.shardsOf());
        if (shards < 1) {
          throw new Bug(
              "step " + fanOut.shardsOf().word(),
              "decided 'changed' with " + shards + " shards",
              "at least one",
              "report this as a bug");
        }
        yield shards;
      }
    };
  }

  private Callable<Ended> task(
      Node node,
      int shard,
      Request request,
      RunBook book,
      ExecutorService workers,
      Semaphore room) {
    return () -> {
      room.acquire();
      try {
        return new Ended(node.step(), shard, attempts(node, shard, request, book, workers));
      } finally {
        room.release();
      }
    };
  }

  private StepRecord attempts(
      Node node, int shard, Request request, RunBook book, ExecutorService workers)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      book.listener().stepStarted(node.step(), shard, attempt);
      StepRecord record = attempt(node, shard, request, book, workers);
      book.stepEnded(record);
      boolean again =
          record.result() == StepRecord.Result.FAILED
              && attempt < node.retry().runs()
              && node.retry().retries(record.exitCode());
      if (!again) {
        return record;
      }
      Duration wait = node.retry().pause(attempt);
      book.listener().retry(node.step(), shard, record, wait);
      pause.pause(wait);
    }
  }

  private StepRecord attempt(
      Node node, int shard, Request request, RunBook book, ExecutorService workers)
      throws InterruptedException {
    StepContext context =
        new StepContext(
            request.dataset(), request.folder(), shard, progress(book, node.step(), shard));
    Future<StepRecord> future = workers.submit(() -> launcher.launch(node.step(), context));
    try {
      return future.get(node.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      return book.timedOut(node, shard);
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure cannotBeRecorded) {
        throw cannotBeRecorded;
      }
      throw new Bug(
          new Problem("step " + node.step().word(), String.valueOf(e.getCause()), "", ""),
          e.getCause());
    }
  }

  private static Progress progress(RunBook book, StepName step, int shard) {
    return new Progress() {
      @Override
      public void report(String unit, long done, long total) {
        book.listener().progress(step, shard, unit, done, total);
      }

      @Override
      public void decided(String what, String reason) {
        book.listener().decided(step, shard, what, reason);
      }
    };
  }
}
