package rimrep.pipeline.grid;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Values;
import rimrep.pipeline.netcdf.Variable;

/// How one variable of a file lies in an array of the store: axes found by name, some of them
/// reversed. Boxes are in the store's order of axes, with the file's own steps along the append
/// dimension.
///
/// @param axis per axis of the store, the axis of the variable
/// @param reversed per axis of the store
/// @param markers what means missing in the file
@SuppressWarnings("ArrayRecordComponent") // lives within one file
record ArrayMapping(Variable variable, int[] axis, boolean[] reversed, Markers markers) {

  /// @param names those of the variable's file
  /// @param reversedDimensions dimensions of the store that run the other way in this file
  static ArrayMapping of(
      Names names, Variable variable, ArrayLayout layout, Set<String> reversedDimensions) {
    String thing = names.source().name() + ", variable " + variable.name();
    if (variable.type() == DataType.OTHER) {
      throw new BadInput(thing, "a compound or opaque type", "numbers or text", "");
    }
    List<String> found = names.dimensions(variable);
    int rank = layout.rank();
    int[] axis = new int[rank];
    boolean[] reversed = new boolean[rank];
    for (int d = 0; d < rank; d++) {
      axis[d] = found.indexOf(layout.dimensions().get(d));
      reversed[d] = reversedDimensions.contains(layout.dimensions().get(d));
    }
    boolean missing = Arrays.stream(axis).anyMatch(a -> a < 0);
    if (missing || found.size() != rank) {
      throw new BadInput(
          thing, "dimensions " + found, "dimensions " + layout.dimensions() + " in any order", "");
    }
    return new ArrayMapping(
        variable, axis, reversed, Attributes.markers(variable, layout.type(), layout.fill()));
  }

  boolean transposed() {
    for (int d = 0; d < axis.length; d++) {
      if (axis[d] != d) {
        return true;
      }
    }
    return false;
  }

  /// Reads the cells of a box, in the file's order of axes.
  void read(GridSource source, Box box, byte[] into) {
    source.readInto(variable, sourceOrigin(box), sourceShape(box), into);
  }

  /// Reads the texts of a box, in the file's order of axes; blanks and NULs at the end are cut.
  String[] readText(GridSource source, Box box) {
    if (variable.type() == DataType.STRING) {
      return source
          .read(variable, sourceOrigin(box), sourceShape(box))
          .strings()
          .toArray(String[]::new);
    }
    int rank = axis.length;
    boolean joined = variable.dimensions().size() > rank;
    int length = joined ? Math.toIntExact(variable.dimensions().getLast().length()) : 1;
    long[] origin = Arrays.copyOf(sourceOrigin(box), joined ? rank + 1 : rank);
    int[] shape = Arrays.copyOf(sourceShape(box), joined ? rank + 1 : rank);
    if (joined) {
      shape[rank] = length;
    }
    Values values = source.read(variable, origin, shape);
    byte[] bytes = NetcdfGridSource.array(values.bytes());
    String[] texts = new String[box.cells()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = trimmed(new String(bytes, i * length, length, StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static String trimmed(String text) {
    int end = text.indexOf('\0') < 0 ? text.length() : text.indexOf('\0');
    while (end > 0 && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  private long[] sourceOrigin(Box box) {
    long[] origin = new long[axis.length];
    for (int d = 0; d < axis.length; d++) {
      long length = variable.dimensions().get(axis[d]).length();
      origin[axis[d]] = reversed[d] ? length - box.origin()[d] - box.shape()[d] : box.origin()[d];
    }
    return origin;
  }

  private int[] sourceShape(Box box) {
    int[] shape = new int[axis.length];
    for (int d = 0; d < axis.length; d++) {
      shape[axis[d]] = box.shape()[d];
    }
    return shape;
  }

  /// The copy of `part` from the cells read for `region` to the buffer of `target`; all three in
  /// the store's coordinates.
  RegionCopy copy(Box region, Box target, Box part) {
    int[] strides = RegionCopy.strides(sourceShape(region));
    int[] steps = new int[axis.length];
    int start = 0;
    for (int d = 0; d < axis.length; d++) {
      int stride = strides[axis[d]];
      int offset = Math.toIntExact(part.origin()[d] - region.origin()[d]);
      steps[d] = reversed[d] ? -stride : stride;
      start += reversed[d] ? (region.shape()[d] - 1 - offset) * stride : offset * stride;
    }
    return new RegionCopy(
        part.shape(),
        start,
        steps,
        target.position(part.origin()),
        RegionCopy.strides(target.shape()));
  }

  /// All cells in the store's order, other markers replaced by the fill.
  byte[] readAligned(GridSource source, Box box) {
    int size = markers.type().bytes();
    byte[] raw = new byte[Math.multiplyExact(box.cells(), size)];
    read(source, box, raw);
    new CellCount(markers.type()).add(markers, raw, 0, box.cells());
    byte[] aligned = new byte[raw.length];
    copy(box, box, box).bytes(size, raw, aligned);
    return aligned;
  }

  String[] readAlignedText(GridSource source, Box box) {
    String[] aligned = new String[box.cells()];
    copy(box, box, box).text(readText(source, box), aligned);
    return aligned;
  }
}
