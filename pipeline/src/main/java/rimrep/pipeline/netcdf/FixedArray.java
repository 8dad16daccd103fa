package rimrep.pipeline.netcdf;

/// A fixed array of chunks, in one block or in pages: HDF5 File Format Specification, section
/// VII.C.
final class FixedArray {
  private static final String STRUCTURE = "HDF5 fixed array";

  private final HdfBytes bytes;
  private final ChunkElements elements;

  FixedArray(HdfBytes bytes, ChunkElements elements) {
    this.bytes = bytes;
    this.elements = elements;
  }

  void read(long address) {
    long length = 4 + 4 + bytes.lengthSize() + bytes.offsetSize() + 4L;
    Cursor in = bytes.verified(address, length, STRUCTURE);
    in.expect("FAHD");
    in.expectVersion(0);
    int client = in.u8();
    int size = in.u8();
    int pageBits = in.u8();
    long count = bytes.length(in);
    long block = bytes.address(in);
    boolean filtered = elements.filtered(in, client, size);
    if (pageBits > 30) {
      throw in.bad("pages of 2^" + pageBits, "at most 2^30 elements");
    }
    if (block == HdfBytes.UNDEFINED) {
      return;
    }
    long page = 1L << pageBits;
    if (count <= page) {
      whole(block, count, filtered, size);
    } else {
      paged(block, count, page, filtered, size);
    }
  }

  private int prefix() {
    return 4 + 1 + 1 + bytes.offsetSize();
  }

  private void whole(long block, long count, boolean filtered, int size) {
    Cursor in = bytes.verified(block, prefix() + count * size + 4, STRUCTURE);
    in.expect("FADB");
    in.expectVersion(0);
    in.skip(1 + bytes.offsetSize());
    elements.read(in, 0, count, filtered, size);
  }

  private void paged(long block, long count, long page, boolean filtered, int size) {
    long pages = (count - 1) / page + 1;
    long bitmap = (pages - 1) / 8 + 1;
    Cursor in = bytes.verified(block, prefix() + bitmap + 4, STRUCTURE);
    in.expect("FADB");
    in.expectVersion(0);
    in.skip(1 + bytes.offsetSize());
    byte[] written = in.bytes(bitmap);
    long start = block + prefix() + bitmap + 4;
    for (long i = 0; i < pages; i++) {
      if ((written[(int) (i / 8)] & 0x80 >> (int) (i % 8)) != 0) {
        long inPage = Math.min(page, count - i * page);
        long at = start + i * (page * size + 4);
        Cursor pageIn = bytes.verified(at, inPage * size + 4, STRUCTURE + " page");
        elements.read(pageIn, i * page, inPage, filtered, size);
      }
    }
  }
}
