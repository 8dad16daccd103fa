package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.List;

/// One or a few neighbouring chunks of one array, made together because they share chunks of the
/// source. No chunk is in two tasks.
///
/// @param first index of the first chunk
/// @param counts chunks along each axis
@SuppressWarnings("ArrayRecordComponent") // lives within one shard
record ChunkTask(ArrayPlan array, long[] first, int[] counts) {

  /// The tasks of a shard: arrays that do not grow first, then chunk by chunk along the append
  /// dimension, so that each file is open for a short time.
  ///
  /// @param limitBytes most bytes of a task's chunks, unless one chunk alone has more
  static List<ChunkTask> of(GridPlan.Changes plan, GridPlan.Shard shard, long limitBytes) {
    List<ChunkTask> tasks = new ArrayList<>();
    for (ArrayPlan array : plan.arrays()) {
      if (shard.statics() && array.isNew() && array.staticItem().isPresent()) {
        cut(array, limitBytes, -1, tasks);
      }
    }
    for (long chunk = shard.firstChunk(); chunk <= shard.lastChunk(); chunk++) {
      for (ArrayPlan array : plan.arrays()) {
        if (array.role() == ArrayPlan.Role.GROWING) {
          cut(array, limitBytes, chunk, tasks);
        }
      }
    }
    return tasks;
  }

  /// @param appendChunk index along the first axis, or -1 if the array does not grow
  private static void cut(
      ArrayPlan array, long limitBytes, long appendChunk, List<ChunkTask> tasks) {
    ArrayLayout layout = array.layout();
    int[] counts = counts(array, appendChunk >= 0, limitBytes);
    int rank = layout.rank();
    long[] from = new long[rank];
    long[] to = new long[rank];
    for (int d = 0; d < rank; d++) {
      to[d] = Math.ceilDiv(layout.chunksAlong(d), (long) counts[d]) - 1;
    }
    if (appendChunk >= 0) {
      from[0] = appendChunk;
      to[0] = appendChunk;
    }
    ChunkIndexes.between(
        from,
        to,
        index -> {
          int[] size = counts.clone();
          for (int d = 0; d < rank; d++) {
            index[d] *= counts[d];
            size[d] = (int) Math.min(size[d], layout.chunksAlong(d) - index[d]);
          }
          tasks.add(new ChunkTask(array, index, size));
        });
  }

  /// As many chunks along each axis as it takes to end where a chunk of the source ends.
  private static int[] counts(ArrayPlan array, boolean grows, long limitBytes) {
    ArrayLayout layout = array.layout();
    int[] counts = new int[layout.rank()];
    long bytes = Math.max(1, layout.type().bytes());
    for (int d = 0; d < counts.length; d++) {
      int chunk = layout.chunks().get(d);
      int source = array.sourceChunks().get(d);
      long all = layout.chunksAlong(d);
      counts[d] = 1;
      while (!(grows && d == 0) && counts[d] < all && (long) counts[d] * chunk % source != 0) {
        counts[d]++;
      }
      bytes *= (long) counts[d] * chunk;
    }
    if (bytes > limitBytes) {
      java.util.Arrays.fill(counts, 1);
    }
    return counts;
  }

  /// Cells of all its chunks, edges and all.
  long cells() {
    long cells = array.layout().chunkCells();
    for (int count : counts) {
      cells *= count;
    }
    return cells;
  }

  /// The indexes of its chunks in C order.
  List<long[]> chunks() {
    List<long[]> chunks = new ArrayList<>();
    long[] last = first.clone();
    for (int d = 0; d < last.length; d++) {
      last[d] += counts[d] - 1;
    }
    ChunkIndexes.between(first, last, chunks::add);
    return chunks;
  }

  /// The cells of the array that its chunks hold, cut at the array's end.
  Box region() {
    ArrayLayout layout = array.layout();
    long[] origin = new long[first.length];
    int[] shape = new int[first.length];
    for (int d = 0; d < first.length; d++) {
      int chunk = layout.chunks().get(d);
      origin[d] = first[d] * chunk;
      shape[d] =
          Math.toIntExact(Math.min((long) counts[d] * chunk, layout.shape().get(d) - origin[d]));
    }
    return new Box(origin, shape);
  }
}
