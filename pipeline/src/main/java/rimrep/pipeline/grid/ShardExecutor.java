package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.failure.Temporary;

/// Runs tasks on daemon threads. The first failure, also an {@link OutOfMemoryError}, stops all and
/// is thrown to the caller.
final class ShardExecutor {
  private static final Held NOTHING_HELD = () -> {};

  private ShardExecutor() {}

  /// Given back when a thread has done its work.
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /// @param newWorker makes what one thread works with
  /// @return the results in the order of the tasks
  static <T, R> List<R> run(
      int threads, List<T> tasks, Supplier<Function<T, R>> newWorker, Runnable afterEach) {
    return run(threads, tasks, wanted -> Optional.of(NOTHING_HELD), newWorker, afterEach);
  }

  /// @param entry what a thread holds while it works; empty if it came too late
  static <T, R> List<R> run(
      int threads,
      List<T> tasks,
      Function<BooleanSupplier, Optional<? extends Held>> entry,
      Supplier<Function<T, R>> newWorker,
      Runnable afterEach) {
    List<@Nullable R> results = new ArrayList<>();
    tasks.forEach(t -> results.add(null));
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    CountDownLatch ended = new CountDownLatch(threads);
    Runnable work =
        () -> {
          Function<T, R> worker = newWorker.get();
          int task;
          while (failure.get() == null && (task = next.getAndIncrement()) < tasks.size()) {
            R result = worker.apply(tasks.get(task));
            synchronized (results) {
              results.set(task, result);
            }
            afterEach.run();
          }
        };
    BooleanSupplier wanted = () -> failure.get() == null && next.get() < tasks.size();
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .daemon()
          .name("grid-" + i)
          .start(() -> {
            try {
              entry
                  .apply(wanted)
                  .ifPresent(held -> {
                    try (held) {
                      work.run();
                    }
                  });
            } catch (Throwable t) {
              failure.compareAndSet(null, t);
            } finally {
              ended.countDown();
            }
          });
    }
    await(ended, failure);
    return complete(results);
  }

  private static void await(CountDownLatch ended, AtomicReference<@Nullable Throwable> failure) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      failure.compareAndSet(null, e);
      Thread.currentThread().interrupt();
      throw new Temporary("conversion", "interrupted", "", "run it again");
    }
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private static <R> List<R> complete(List<@Nullable R> results) {
    List<R> complete = new ArrayList<>();
    for (R result : results) {
      if (result == null) {
        throw new IllegalStateException("a task without a result");
      }
      complete.add(result);
    }
    return complete;
  }
}
