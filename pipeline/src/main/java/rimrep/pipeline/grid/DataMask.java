package rimrep.pipeline.grid;

import java.util.BitSet;
import rimrep.pipeline.netcdf.DataType;

/// Marks the cells of a plane that hold a valid value. Looks only at cells that are not marked yet.
final class DataMask {
  private final ArrayLayout layout;
  private final Markers markers;
  private final int y;
  private final int x;
  private final int width;

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
    for (int row = 0; row < part.shape()[y]; row++) {
      int from = Math.toIntExact((part.origin()[y] + row) * width + part.origin()[x]);
      int to = from + part.shape()[x];
      for (int cell = marked.nextClearBit(from); cell < to; cell = marked.nextClearBit(cell + 1)) {
        int column = cell - from;
        if (anyValid(chunk, part, strides, start + row * strides[y] + column * strides[x], 0)) {
          marked.set(cell);
        }
      }
    }
  }

  /// Over all axes but the plane's.
  private boolean anyValid(byte[] chunk, Box part, int[] strides, int at, int axis) {
    if (axis == strides.length) {
      return valid(chunk, at);
    }
    if (axis == x || axis == y) {
      return anyValid(chunk, part, strides, at, axis + 1);
    }
    for (int i = 0; i < part.shape()[axis]; i++) {
      if (anyValid(chunk, part, strides, at + i * strides[axis], axis + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean valid(byte[] chunk, int cell) {
    DataType type = layout.type();
    long bits = LittleEndian.bits(type.bytes(), chunk, cell);
    if ((markers.fill().declared() && bits == markers.fill().bits())
        || markers.others().contains(bits)) {
      return false;
    }
    return switch (type) {
      case FLOAT32 -> !Float.isNaN(Float.intBitsToFloat((int) bits));
      case FLOAT64 -> !Double.isNaN(Double.longBitsToDouble(bits));
      default -> true;
    };
  }
}
