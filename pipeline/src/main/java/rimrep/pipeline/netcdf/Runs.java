package rimrep.pipeline.netcdf;

/// The runs of bytes, each without a gap, in which a region lies in an array stored in C order.
final class Runs {
  private final long[] strides;
  private final long[] origin;
  private final int[] shape;
  private final int outer;
  private final int bytes;

  interface Visitor {
    /// @param at where the run belongs in the region, in bytes from its start
    /// @param run where it lies in the array, in bytes from its start
    void visit(int at, long run);
  }

  /// @param firstStride bytes from one cell to the next along the first dimension, -1 if there is
  ///   nothing between
  Runs(long[] lengths, long[] origin, int[] shape, int cellBytes, long firstStride) {
    int rank = lengths.length;
    this.origin = origin;
    this.shape = shape;
    this.strides = new long[rank];
    long stride = cellBytes;
    for (int i = rank - 1; i >= 0; i--) {
      strides[i] = i == 0 && firstStride >= 0 ? firstStride : stride;
      stride *= lengths[i];
    }
    int dimension = rank;
    int run = cellBytes;
    while (dimension > 0 && strides[dimension - 1] == run) {
      dimension--;
      run *= shape[dimension];
      if (shape[dimension] != lengths[dimension]) {
        break;
      }
    }
    this.outer = dimension;
    this.bytes = run;
  }

  /// Bytes of each run.
  int bytes() {
    return bytes;
  }

  /// Visits all runs of a region that is not empty.
  void each(Visitor visitor) {
    long run = 0;
    for (int i = 0; i < origin.length; i++) {
      run += origin[i] * strides[i];
    }
    int[] index = new int[outer];
    int at = 0;
    while (true) {
      visitor.visit(at, run);
      at += bytes;
      int i = outer - 1;
      while (i >= 0 && ++index[i] == shape[i]) {
        run -= (index[i] - 1) * strides[i];
        index[i--] = 0;
      }
      if (i < 0) {
        return;
      }
      run += strides[i];
    }
  }
}
