package rimrep.pipeline.grid;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;

/// What conversions may use; shards that run at the same time share one of these. Safe for several
/// threads.
public final class GridResources {
  private static final int UNIT = 1 << 10;

  /// What the buffers of all shards take together. Only a worker whose chunks need more by
  /// themselves gets more, and then it works alone: a large heap is no reason to fill it.
  private static final long USUAL = 240L << 20;

  /// How long a worker waits for memory before it looks whether it is still wanted.
  private static final Duration ASK_AGAIN = Duration.ofMillis(20);

  private final int workers;
  private final long memoryBytes;
  private final Semaphore free;

  /// @param workers most threads of one shard
  /// @param memoryBytes most bytes for the buffers of all shards together
  public GridResources(int workers, long memoryBytes) {
    if (workers < 1 || memoryBytes < 1) {
      throw new IllegalArgumentException(workers + " workers, " + memoryBytes + " bytes");
    }
    this.workers = workers;
    this.memoryBytes = memoryBytes;
    this.free = new Semaphore(units(shared()), true);
  }

  /// All cores and half of the heap.
  public static GridResources ofThisMachine() {
    Runtime machine = Runtime.getRuntime();
    return new GridResources(machine.availableProcessors(), machine.maxMemory() / 2);
  }

  private long shared() {
    return Math.min(memoryBytes, USUAL);
  }

  private static int units(long bytes) {
    return Math.toIntExact(Math.clamp(Math.ceilDiv(bytes, UNIT), 1, Integer.MAX_VALUE));
  }

  int workers() {
    return workers;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  /// Memory for one worker, until closed.
  final class Grant implements ShardExecutor.Held {
    private final int units;

    private Grant(int units) {
      this.units = units;
    }

    @Override
    public void close() {
      free.release(units);
    }
  }

  /// Waits until there is memory for one worker, so that what one shard no longer needs goes to the
  /// others.
  ///
  /// @param bytes that one worker needs, at most {@link #memoryBytes}
  /// @param wanted whether there is still something to do for it
  /// @return empty if there is nothing to do any more
  Optional<Grant> take(long bytes, BooleanSupplier wanted) {
    int each = Math.min(units(bytes), units(shared()));
    try {
      while (wanted.getAsBoolean()) {
        if (free.tryAcquire(each, ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          return Optional.of(new Grant(each));
        }
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Temporary(new Problem("conversion", "interrupted", "", "run it again"), e);
    }
  }
}
