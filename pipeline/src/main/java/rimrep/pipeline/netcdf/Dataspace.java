package rimrep.pipeline.netcdf;

import java.util.Arrays;

/// The extent of a dataset or attribute: HDF5 File Format Specification, section IV.A.2.b.
///
/// @param limits largest lengths, -1 if unlimited
/// @param none a null space, which holds no element
record Dataspace(long[] lengths, long[] limits, boolean none) {
  static final long UNLIMITED = -1;

  static Dataspace parse(HdfBytes bytes, Cursor in) {
    int version = in.u8();
    int rank = in.u8();
    int flags = in.u8();
    boolean none = false;
    switch (version) {
      case 1 -> in.skip(5);
      case 2 -> none = in.u8() == 2;
      default -> throw in.bad("version " + version, "1 or 2");
    }
    if (rank > 32) {
      throw in.bad(rank + " dimensions", "at most 32");
    }
    long[] lengths = new long[rank];
    for (int i = 0; i < rank; i++) {
      lengths[i] = bytes.length(in);
    }
    long[] limits = lengths.clone();
    if ((flags & 1) != 0) {
      for (int i = 0; i < rank; i++) {
        limits[i] = limit(bytes, in, lengths[i]);
      }
    }
    return new Dataspace(lengths, limits, none);
  }

  private static long limit(HdfBytes bytes, Cursor in, long length) {
    long value = in.unsigned(bytes.lengthSize());
    long unlimited = bytes.lengthSize() == 8 ? -1 : (1L << (8 * bytes.lengthSize())) - 1;
    if (value == unlimited) {
      return UNLIMITED;
    }
    if (value < length) {
      throw in.bad("length " + length + ", at most " + value, "no more than the largest");
    }
    return value;
  }

  int rank() {
    return lengths.length;
  }

  /// Number of elements, at most `cap`.
  long elements(Cursor in, long cap) {
    long elements = none ? 0 : 1;
    for (long length : lengths) {
      if (length > 0 && elements > cap / length) {
        throw in.bad("extent " + Arrays.toString(lengths), "at most " + cap + " elements");
      }
      elements *= length;
    }
    return elements;
  }
}
