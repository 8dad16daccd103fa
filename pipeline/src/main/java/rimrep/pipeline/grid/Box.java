package rimrep.pipeline.grid;

import java.util.Optional;

/// A box of cells of an array.
///
/// @param origin index of its first cell
/// @param shape cells along each axis
@SuppressWarnings("ArrayRecordComponent") // lives within one task
record Box(long[] origin, int[] shape) {
  int cells() {
    int cells = 1;
    for (int n : shape) {
      cells = Math.multiplyExact(cells, n);
    }
    return cells;
  }

  /// What both boxes cover.
  Optional<Box> intersect(Box other) {
    long[] from = new long[origin.length];
    int[] size = new int[origin.length];
    for (int d = 0; d < origin.length; d++) {
      from[d] = Math.max(origin[d], other.origin[d]);
      long to = Math.min(origin[d] + shape[d], other.origin[d] + other.shape[d]);
      if (to <= from[d]) {
        return Optional.empty();
      }
      size[d] = Math.toIntExact(to - from[d]);
    }
    return Optional.of(new Box(from, size));
  }

  /// Position of a cell in this box's C-order buffer.
  int position(long[] cell) {
    int position = 0;
    for (int d = 0; d < shape.length; d++) {
      position = position * shape[d] + Math.toIntExact(cell[d] - origin[d]);
    }
    return position;
  }

  /// The copy of `part` from this box's C-order buffer to that of `target`.
  RegionCopy copyTo(Box target, Box part) {
    return new RegionCopy(
        part.shape,
        position(part.origin),
        RegionCopy.strides(shape),
        target.position(part.origin),
        RegionCopy.strides(target.shape));
  }

  static Box whole(ArrayLayout layout) {
    int[] shape = new int[layout.rank()];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = Math.toIntExact(layout.shape().get(d));
    }
    return new Box(new long[shape.length], shape);
  }

  /// A chunk at its full size, also where it reaches beyond the array.
  static Box ofChunk(ArrayLayout layout, long[] index) {
    long[] origin = new long[index.length];
    for (int d = 0; d < index.length; d++) {
      origin[d] = index[d] * layout.chunks().get(d);
    }
    return new Box(origin, layout.chunkShape());
  }
}
