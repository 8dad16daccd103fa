package rimrep.pipeline.netcdf;

import java.util.Optional;

/// How array indexes number chunks: in C order over the largest extent, where an unlimited
/// dimension counts as the slowest.
///
/// @param order the dimensions from slowest to fastest
/// @param counts chunks along each dimension at its largest; of the slowest not used
record ArrayOrder(int[] order, long[] counts) {
  static ArrayOrder of(Dataspace space, ChunkGrid grid) {
    int rank = grid.rank();
    int[] order = new int[rank];
    long[] counts = new long[rank];
    int unlimited = 0;
    for (int i = 0; i < rank; i++) {
      long limit = space.limits()[i];
      if (limit == Dataspace.UNLIMITED) {
        unlimited = i;
        limit = grid.lengths()[i];
      }
      counts[i] = limit / grid.chunk()[i] + (limit % grid.chunk()[i] == 0 ? 0 : 1);
    }
    order[0] = unlimited;
    for (int i = 0, at = 1; i < rank; i++) {
      if (i != unlimited) {
        order[at++] = i;
      }
    }
    return new ArrayOrder(order, counts);
  }

  /// The chunk's number, -1 if it does not fit 63 bits.
  long number(long[] index) {
    long number = 0;
    for (int dimension : order) {
      long count = counts[dimension];
      if (count > 0 && number > (Long.MAX_VALUE - index[dimension]) / count) {
        return -1;
      }
      number = number * count + index[dimension];
    }
    return number;
  }

  /// The chunk of a number, along each dimension; none if a dimension has no chunks.
  Optional<long[]> index(long number) {
    long[] index = new long[order.length];
    long left = number;
    for (int i = order.length - 1; i > 0; i--) {
      long count = counts[order[i]];
      if (count == 0) {
        return Optional.empty();
      }
      index[order[i]] = left % count;
      left /= count;
    }
    index[order[0]] = left;
    return Optional.of(index);
  }
}
