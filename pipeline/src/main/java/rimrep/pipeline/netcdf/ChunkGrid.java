package rimrep.pipeline.netcdf;

/// The chunks that cover an extent, numbered in C order of their origins.
///
/// @param counts chunks along each dimension
record ChunkGrid(long[] lengths, int[] chunk, long[] counts) {
  static ChunkGrid of(long[] lengths, int[] chunk) {
    long[] counts = new long[lengths.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = lengths[i] / chunk[i] + (lengths[i] % chunk[i] == 0 ? 0 : 1);
    }
    return new ChunkGrid(lengths, chunk, counts);
  }

  int rank() {
    return lengths.length;
  }

  /// Number of chunks, -1 if it does not fit 63 bits.
  long total() {
    long total = 1;
    for (long count : counts) {
      if (count > 0 && total > Long.MAX_VALUE / count) {
        return -1;
      }
      total *= count;
    }
    return total;
  }

  /// The number of a chunk by its index along each dimension.
  long number(long[] index) {
    long number = 0;
    for (int i = 0; i < counts.length; i++) {
      number = number * counts[i] + index[i];
    }
    return number;
  }

  /// The inverse of {@link #number}.
  long[] index(long number) {
    long[] index = new long[counts.length];
    long left = number;
    for (int i = counts.length - 1; i >= 0; i--) {
      index[i] = left % counts[i];
      left /= counts[i];
    }
    return index;
  }

  boolean contains(long[] index) {
    for (int i = 0; i < counts.length; i++) {
      if (index[i] < 0 || index[i] >= counts[i]) {
        return false;
      }
    }
    return true;
  }

  /// Whether the chunk reaches beyond the extent.
  boolean isEdge(long[] index) {
    for (int i = 0; i < counts.length; i++) {
      if (index[i] == counts[i] - 1 && lengths[i] % chunk[i] != 0) {
        return true;
      }
    }
    return false;
  }
}
