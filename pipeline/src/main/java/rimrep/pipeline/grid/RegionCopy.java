package rimrep.pipeline.grid;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Copies a box of cells between two arrays whose axes may differ in order and direction. All
/// positions and strides count cells.
///
/// @param count cells along each axis, in the order of the target
/// @param source position of the box's first cell
/// @param sourceStride step along each axis of the target's order; negative if reversed
/// @param target position of the box's first cell
/// @param targetStride step along each axis
@SuppressWarnings("ArrayRecordComponent") // lives within one call
record RegionCopy(int[] count, int source, int[] sourceStride, int target, int[] targetStride) {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
  }

  /// A run of cells along the innermost axis.
  interface Run {
    void copy(int source, int sourceStep, int target, int targetStep, int cells);
  }

  /// Strides of a C-order array.
  static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride = Math.multiplyExact(stride, Math.max(1, shape[d]));
    }
    return strides;
  }

  void bytes(int size, byte[] from, byte[] to) {
    each((s, sStep, t, tStep, n) -> {
      if (sStep == 1 && tStep == 1) {
        System.arraycopy(from, s * size, to, t * size, n * size);
      } else {
        scattered(size, from, s, sStep, to, t, tStep, n);
      }
    });
  }

  void text(String[] from, String[] to) {
    each((s, sStep, t, tStep, n) -> {
      for (int i = 0; i < n; i++) {
        to[t + i * tStep] = from[s + i * sStep];
      }
    });
  }

  private static void scattered(
      int size, byte[] from, int s, int sStep, byte[] to, int t, int tStep, int n) {
    switch (size) {
      case 1 -> {
        for (int i = 0; i < n; i++) {
          to[t + i * tStep] = from[s + i * sStep];
        }
      }
      case 2 -> {
        for (int i = 0; i < n; i++) {
          SHORT.set(to, 2 * (t + i * tStep), (short) SHORT.get(from, 2 * (s + i * sStep)));
        }
      }
      case 4 -> {
        for (int i = 0; i < n; i++) {
          INT.set(to, 4 * (t + i * tStep), (int) INT.get(from, 4 * (s + i * sStep)));
        }
      }
      case 8 -> {
        for (int i = 0; i < n; i++) {
          LONG.set(to, 8 * (t + i * tStep), (long) LONG.get(from, 8 * (s + i * sStep)));
        }
      }
      default -> throw new IllegalArgumentException("cells of " + size + " bytes");
    }
  }

  /// Calls `run` for every run of cells, in C order.
  void each(Run run) {
    for (int n : count) {
      if (n <= 0) {
        return;
      }
    }
    // Axes that continue each other in both arrays become one long run.
    int inner = count.length - 1;
    int cells = inner < 0 ? 1 : count[inner];
    int sourceStep = inner < 0 ? 1 : sourceStride[inner];
    int targetStep = inner < 0 ? 1 : targetStride[inner];
    while (inner > 0
        && sourceStride[inner - 1] == sourceStep * cells
        && targetStride[inner - 1] == targetStep * cells) {
      inner--;
      cells *= count[inner];
    }
    runs(run, inner, sourceStep, targetStep, cells);
  }

  /// One run of `cells` for every index of the axes before `inner`.
  private void runs(Run run, int inner, int sourceStep, int targetStep, int cells) {
    int[] index = new int[Math.max(0, inner)];
    int from = source;
    int to = target;
    while (true) {
      run.copy(from, sourceStep, to, targetStep, cells);
      int axis = inner - 1;
      while (axis >= 0 && index[axis] == count[axis] - 1) {
        from -= index[axis] * sourceStride[axis];
        to -= index[axis] * targetStride[axis];
        index[axis--] = 0;
      }
      if (axis < 0) {
        return;
      }
      index[axis]++;
      from += sourceStride[axis];
      to += targetStride[axis];
    }
  }
}
