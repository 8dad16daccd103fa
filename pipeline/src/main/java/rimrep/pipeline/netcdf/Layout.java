package rimrep.pipeline.netcdf;

/// How the elements of a dataset are stored: HDF5 File Format Specification, section IV.A.2.i.
sealed interface Layout {
  record Compact(byte[] data) implements Layout {}

  /// @param address {@link HdfBytes#UNDEFINED} if nothing was written
  record Contiguous(long address) implements Layout {}

  /// @param shape elements along each dimension of a chunk
  /// @param edgesUnfiltered chunks that reach beyond the extent went through no filter
  record Chunked(int[] shape, Index index, boolean edgesUnfiltered) implements Layout {}

  /// A layout we do not read.
  record Unreadable(String what) implements Layout {}

  /// Where the index of the chunks is.
  sealed interface Index {
    record None() implements Index {}

    record Tree1(long address) implements Index {}

    /// One chunk holds all. `storedBytes` is -1 if it is not filtered.
    record Single(long address, long storedBytes, int filterMask) implements Index {}

    record Implicit(long address) implements Index {}

    record FixedArray(long address) implements Index {}

    record ExtensibleArray(long address) implements Index {}

    record Tree2(long address) implements Index {}
  }

  static Layout parse(HdfBytes bytes, Cursor in) {
    int version = in.u8();
    return switch (version) {
      case 1, 2 -> old(bytes, in);
      case 3, 4, 5 -> recent(bytes, in, version);
      default -> new Unreadable("data layout version " + version);
    };
  }

  private static Layout old(HdfBytes bytes, Cursor in) {
    int rank = in.u8();
    int kind = in.u8();
    in.skip(5);
    if (kind == 0) {
      in.skip(4L * rank);
      return new Compact(in.bytes(in.u32()));
    }
    long address = bytes.address(in);
    return switch (kind) {
      case 1 -> new Contiguous(address);
      case 2 -> new Chunked(shape(in, rank, 4), tree1(address), false);
      default -> throw in.bad("layout " + kind, "0 to 2");
    };
  }

  private static Layout recent(HdfBytes bytes, Cursor in, int version) {
    int kind = in.u8();
    return switch (kind) {
      case 0 -> new Compact(in.bytes(in.u16()));
      case 1 -> new Contiguous(bytes.address(in));
      case 2 -> version == 3 ? chunked3(bytes, in) : chunked4(bytes, in);
      case 3 -> new Unreadable("a virtual dataset");
      default -> throw in.bad("layout " + kind, "0 to 3");
    };
  }

  private static Layout chunked3(HdfBytes bytes, Cursor in) {
    int rank = in.u8();
    long address = bytes.address(in);
    return new Chunked(shape(in, rank, 4), tree1(address), false);
  }

  private static Index tree1(long address) {
    return address == HdfBytes.UNDEFINED ? new Index.None() : new Index.Tree1(address);
  }

  /// The chunk's shape; the last of the `rank` numbers is the size of an element.
  private static int[] shape(Cursor in, int rank, int bytesEach) {
    if (rank < 2 || rank > 33) {
      throw in.bad("chunks of " + (rank - 1) + " dimensions", "1 to 32");
    }
    int[] shape = new int[rank - 1];
    for (int i = 0; i < shape.length; i++) {
      long length = in.size(bytesEach);
      if (length < 1 || length > Integer.MAX_VALUE) {
        throw in.bad("chunk length " + length, "1 to " + Integer.MAX_VALUE);
      }
      shape[i] = (int) length;
    }
    in.size(bytesEach);
    return shape;
  }

  private static Layout chunked4(HdfBytes bytes, Cursor in) {
    int flags = in.u8();
    int rank = in.u8();
    int bytesEach = in.u8();
    if (bytesEach < 1 || bytesEach > 8) {
      throw in.bad("chunk lengths of " + bytesEach + " bytes", "1 to 8");
    }
    int[] shape = shape(in, rank, bytesEach);
    return new Chunked(shape, index4(bytes, in, flags), (flags & 1) != 0);
  }

  private static Index index4(HdfBytes bytes, Cursor in, int flags) {
    int kind = in.u8();
    long storedBytes = -1;
    int mask = 0;
    switch (kind) {
      case 1 -> {
        if ((flags & 2) != 0) {
          storedBytes = bytes.length(in);
          mask = in.i32();
        }
      }
      case 2 -> {}
      case 3 -> in.skip(1);
      case 4 -> in.skip(5);
      case 5 -> in.skip(6);
      default -> throw in.bad("chunk index " + kind, "1 to 5");
    }
    long address = bytes.address(in);
    if (address == HdfBytes.UNDEFINED) {
      return new Index.None();
    }
    return switch (kind) {
      case 1 -> new Index.Single(address, storedBytes, mask);
      case 2 -> new Index.Implicit(address);
      case 3 -> new Index.FixedArray(address);
      case 4 -> new Index.ExtensibleArray(address);
      default -> new Index.Tree2(address);
    };
  }
}
