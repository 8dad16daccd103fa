package rimrep.pipeline.grid;

import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.netcdf.DataType;

/// Whether the chunks that a contract asks for can be made in the heap there is. Told before the
/// first one is tried: running out of memory in the midst says neither what nor why.
final class ChunkMemory {
  /// The chunk itself, the cells as the file has them, and the chunk as read back.
  private static final int COPIES = 3;

  private ChunkMemory() {}

  static void require(GridPlan.Changes plan, long heapBytes) {
    for (ArrayPlan array : plan.arrays()) {
      ArrayLayout layout = array.layout();
      double bytes = Math.max(1, layout.type().bytes());
      for (int cells : layout.chunks()) {
        bytes *= cells;
      }
      boolean large = bytes * COPIES > heapBytes || bytes > Integer.MAX_VALUE;
      if (large && layout.type() != DataType.STRING) {
        throw new BadConfiguration(
            "grid: chunks: variable " + layout.name(),
            "chunks of %s cells, %d MiB each".formatted(layout.chunks(), mebibytes(bytes)),
            "at most %d MiB each in a heap of %d MiB"
                .formatted(mebibytes(heapBytes / (double) COPIES), mebibytes(heapBytes)),
            "declare smaller chunks, or give more heap (RIMREP_JAVA_OPTS=-Xmx…)");
      }
    }
  }

  private static long mebibytes(double bytes) {
    return (long) Math.ceil(bytes / (1 << 20));
  }
}
