package rimrep.pipeline.step;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;

/// The same work for many things on a few threads.
final class InParallel {
  private InParallel() {}

  /// The results in the order of the things. The first failure in that order is thrown when all
  /// work has ended; an interrupt ends what runs.
  static <T, R> List<R> map(int threads, List<T> things, Function<T, R> work) {
    if (threads == 1 || things.size() < 2) {
      return things.stream().map(work).toList();
    }
    ExecutorService executor =
        Executors.newFixedThreadPool(
            Math.min(threads, things.size()), Thread.ofPlatform().daemon().factory());
    try {
      List<Callable<R>> calls = new ArrayList<>();
      things.forEach(thing -> calls.add(() -> work.apply(thing)));
      List<R> results = new ArrayList<>();
      for (Future<R> future : executor.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Temporary(new Problem("work", "interrupted", "", "run it again"), e);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }
}
