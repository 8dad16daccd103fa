package rimrep.pipeline.netcdf;

/// A box of cells inside an array in C order, for copying boxes of one shape between arrays.
///
/// @param bytes of the array, which starts at `start`
/// @param shape of the array
/// @param origin of the box in it
record Box(byte[] bytes, int start, int[] shape, int[] origin) {

  /// Copies `count` cells along each dimension from this box to another; none of them is 0.
  void copyTo(Box to, int[] count, int cell) {
    int[] from = strides(shape, cell);
    int run = run(count, cell, shape, to.shape);
    each(count, cell, run, offset(from), from, to, bytes);
  }

  /// Sets `count` cells along each dimension of this box to one value; none of them is 0.
  void fill(int[] count, byte[] value) {
    int run = run(count, value.length, shape, shape);
    byte[] source = new byte[run];
    Cells.fill(source, 0, run, value);
    each(count, value.length, run, 0, new int[count.length], this, source);
  }

  private int offset(int[] strides) {
    int offset = start;
    for (int i = 0; i < strides.length; i++) {
      offset += origin[i] * strides[i];
    }
    return offset;
  }

  private static int[] strides(int[] shape, int cell) {
    int[] strides = new int[shape.length];
    int stride = cell;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  /// Bytes that lie without a gap in both arrays.
  private static int run(int[] count, int cell, int[] a, int[] b) {
    int run = cell;
    for (int i = count.length - 1; i >= 0; i--) {
      run *= count[i];
      if (count[i] != a[i] || count[i] != b[i]) {
        break;
      }
    }
    return run;
  }

  private static void each(
      int[] count, int cell, int run, int source, int[] sourceStrides, Box to, byte[] bytes) {
    int[] targetStrides = strides(to.shape, cell);
    int outer = count.length;
    for (int left = run / cell; outer > 0 && left > 1; left /= count[outer]) {
      outer--;
    }
    int[] index = new int[outer];
    int at = source;
    int target = to.offset(targetStrides);
    while (true) {
      System.arraycopy(bytes, at, to.bytes, target, run);
      int i = outer - 1;
      while (i >= 0 && ++index[i] == count[i]) {
        at -= (index[i] - 1) * sourceStrides[i];
        target -= (index[i] - 1) * targetStrides[i];
        index[i--] = 0;
      }
      if (i < 0) {
        return;
      }
      at += sourceStrides[i];
      target += targetStrides[i];
    }
  }
}
