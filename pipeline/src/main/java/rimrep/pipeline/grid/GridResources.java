package rimrep.pipeline.grid;

import java.util.concurrent.Semaphore;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;

/// What conversions may use; shards that run at the same time share one of these. Safe for several
/// threads.
public final class GridResources {
  private static final int UNIT = 1 << 10;

  /// What the buffers of all shards take together. Only a worker whose chunks need more by
  /// themselves gets more, and then it works alone: a large heap is no reason to fill it.
  private static final long USUAL = 240L << 20;

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

  /// Memory for some workers, until closed.
  final class Grant implements AutoCloseable {
    private final int workers;
    private final int units;

    Grant(int workers, int units) {
      this.workers = workers;
      this.units = units;
    }

    int workers() {
      return workers;
    }

    @Override
    public void close() {
      free.release(units);
    }
  }

  /// Waits until there is memory for one worker, then takes it for as many as there is now.
  ///
  /// @param bytes that one worker needs, at most {@link #memoryBytes}
  /// @param most workers that are wanted
  Grant take(long bytes, int most) {
    int each = Math.min(units(bytes), units(shared()));
    try {
      free.acquire(each);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Temporary(new Problem("conversion", "interrupted", "", "run it again"), e);
    }
    int taken = 1;
    while (taken < most && free.tryAcquire(each)) {
      taken++;
    }
    return new Grant(taken, taken * each);
  }
}
