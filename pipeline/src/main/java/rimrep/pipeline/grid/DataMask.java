package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import rimrep.pipeline.netcdf.DataType;

/// Marks the cells of a plane that hold a valid value, a row at a time: for each step of the other
/// axes one loop over the row, without branches, as {@link BlockCount} has them. Keeps buffers: one
/// per thread.
final class DataMask {
  private final ArrayLayout layout;
  private final Markers markers;
  private final int y;
  private final int x;
  private final int width;

  /// By cell of the row: not zero once a valid value was met.
  private int[] seen = new int[0];

  private short[] shorts = new short[0];
  private int[] ints = new int[0];

  DataMask(ArrayLayout layout, DataPlane plane, Markers markers) {
    this.layout = layout;
    this.markers = markers;
    this.y = layout.dimensions().indexOf(plane.y());
    this.x = layout.dimensions().indexOf(plane.x());
    this.width = Math.toIntExact(layout.shape().get(x));
  }

  void mark(byte[] chunk, Box whole, Box part, BitSet marked) {
    int[] strides = RegionCopy.strides(whole.shape());
    int start = whole.position(part.origin());
    int columns = part.shape()[x];
    grow(columns);
    for (int row = 0; row < part.shape()[y]; row++) {
      int from = Math.toIntExact((part.origin()[y] + row) * width + part.origin()[x]);
      if (marked.nextClearBit(from) >= from + columns) {
        continue;
      }
      Arrays.fill(seen, 0, columns, 0);
      look(chunk, part, strides, start + row * strides[y], 0);
      for (int i = 0; i < columns; i++) {
        if (seen[i] != 0) {
          marked.set(from + i);
        }
      }
    }
  }

  private void grow(int columns) {
    if (seen.length < columns) {
      seen = new int[columns];
      shorts = new short[layout.type().bytes() == 2 ? columns : 0];
      ints = new int[layout.type().bytes() == 4 ? columns : 0];
    }
  }

  /// Over all axes but the plane's.
  private void look(byte[] chunk, Box part, int[] strides, int at, int axis) {
    if (axis == strides.length) {
      row(chunk, at, strides[x], part.shape()[x]);
      return;
    }
    int steps = axis == x || axis == y ? 1 : part.shape()[axis];
    for (int i = 0; i < steps; i++) {
      look(chunk, part, strides, at + i * strides[axis], axis + 1);
    }
  }

  private void row(byte[] chunk, int at, int stride, int n) {
    DataType type = layout.type();
    boolean plain = stride == 1 && markers.fill().declared() && markers.others().isEmpty();
    ByteBuffer bytes = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    if (plain && type.bytes() == 2) {
      bytes.asShortBuffer().get(at, shorts, 0, n);
      noteShorts((short) markers.fill().bits(), n);
    } else if (plain && type.bytes() == 4) {
      bytes.asIntBuffer().get(at, ints, 0, n);
      if (type.isFloat()) {
        noteFloats((int) markers.fill().bits(), n);
      } else {
        noteInts((int) markers.fill().bits(), n);
      }
    } else {
      for (int i = 0; i < n; i++) {
        seen[i] |= valid(chunk, at + i * stride) ? 1 : 0;
      }
    }
  }

  private void noteShorts(short fill, int n) {
    int[] to = seen;
    short[] from = shorts;
    for (int i = 0; i < n; i++) {
      to[i] |= from[i] ^ fill;
    }
  }

  private void noteInts(int fill, int n) {
    int[] to = seen;
    int[] from = ints;
    for (int i = 0; i < n; i++) {
      to[i] |= from[i] ^ fill;
    }
  }

  private void noteFloats(int fill, int n) {
    int[] to = seen;
    int[] from = ints;
    for (int i = 0; i < n; i++) {
      to[i] |= BlockCount.keepFloat(from[i], fill);
    }
  }

  private boolean valid(byte[] chunk, int cell) {
    DataType type = layout.type();
    long bits = LittleEndian.bits(type.bytes(), chunk, cell);
    if (markers.fill().declared() && bits == markers.fill().bits()) {
      return false;
    }
    for (int k = 0; k < markers.others().size(); k++) {
      if (markers.others().get(k) == bits) {
        return false;
      }
    }
    return switch (type) {
      case FLOAT32 -> !Float.isNaN(Float.intBitsToFloat((int) bits));
      case FLOAT64 -> !Double.isNaN(Double.longBitsToDouble(bits));
      default -> true;
    };
  }
}
