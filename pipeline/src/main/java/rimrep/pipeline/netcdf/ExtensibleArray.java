package rimrep.pipeline.netcdf;

/// An extensible array of chunks: HDF5 File Format Specification, section VII.D. The index block
/// holds the first elements, then the addresses of small data blocks, then of super blocks, which
/// hold the addresses of ever larger data blocks, which from some size on are paged.
final class ExtensibleArray {
  private static final String STRUCTURE = "HDF5 extensible array";

  private final HdfBytes bytes;
  private final ChunkElements elements;
  private boolean filtered;
  private int size;
  private int indexBits;
  private int inIndex;
  private int leastElements;
  private int leastPointers;
  private long page;

  ExtensibleArray(HdfBytes bytes, ChunkElements elements) {
    this.bytes = bytes;
    this.elements = elements;
  }

  void read(long address) {
    long length = 4 + 8 + 6L * bytes.lengthSize() + bytes.offsetSize() + 4;
    Cursor in = bytes.verified(address, length, STRUCTURE);
    in.expect("EAHD");
    in.expectVersion(0);
    int client = in.u8();
    size = in.u8();
    indexBits = in.u8();
    inIndex = in.u8();
    leastElements = in.u8();
    leastPointers = in.u8();
    int pageBits = in.u8();
    in.skip(6L * bytes.lengthSize());
    long index = bytes.address(in);
    filtered = elements.filtered(in, client, size);
    if (indexBits > 62 || pageBits > 30 || !isPower(leastElements) || !isPower(leastPointers)) {
      throw in.bad(
          indexBits
              + " bits, pages of 2^"
              + pageBits
              + ", blocks of "
              + leastElements
              + ", "
              + leastPointers
              + " pointers",
          "powers of two, at most 62 bits and pages of 2^30");
    }
    page = 1L << pageBits;
    if (index != HdfBytes.UNDEFINED) {
      indexBlock(index);
    }
  }

  private static boolean isPower(int value) {
    return Integer.bitCount(value) == 1;
  }

  private static int log2(int value) {
    return 31 - Integer.numberOfLeadingZeros(value);
  }

  /// Data blocks of a super block, and elements in each of them.
  private static long blocks(int level) {
    return 1L << (level / 2);
  }

  private long elementsEach(int level) {
    return leastElements * (1L << ((level + 1) / 2));
  }

  private void indexBlock(long address) {
    int levels = 1 + indexBits - log2(leastElements);
    int direct = 2 * log2(leastPointers);
    int pointers = 2 * (leastPointers - 1);
    int supers = Math.max(0, levels - direct);
    int o = bytes.offsetSize();
    long length = 6L + o + (long) inIndex * size + (long) (pointers + supers) * o + 4;
    Cursor in = bytes.verified(address, length, STRUCTURE + " index block");
    in.expect("EAIB");
    in.expectVersion(0);
    in.skip(1 + o);
    elements.read(in, 0, inIndex, filtered, size);
    long first = inIndex;
    for (int level = 0; level < levels; level++) {
      if (level < direct) {
        for (long i = 0; i < blocks(level); i++) {
          dataBlock(bytes.address(in), first, elementsEach(level), new Written(new byte[0], 0));
          first += elementsEach(level);
        }
      } else {
        superBlock(bytes.address(in), first, level);
        first += blocks(level) * elementsEach(level);
      }
    }
  }

  private void superBlock(long address, long firstElement, int level) {
    if (address == HdfBytes.UNDEFINED) {
      return;
    }
    long blocks = blocks(level);
    long each = elementsEach(level);
    long pages = each > page ? each / page : 0;
    long bitmap = blocks * ((pages + 7) / 8);
    int o = bytes.offsetSize();
    long length = 6 + o + (indexBits + 7) / 8 + bitmap + blocks * o + 4;
    Cursor in = bytes.verified(address, length, STRUCTURE + " super block");
    in.expect("EASB");
    in.expectVersion(0);
    in.skip(1 + o + (indexBits + 7) / 8);
    byte[] written = in.bytes(bitmap);
    long first = firstElement;
    for (long i = 0; i < blocks; i++) {
      dataBlock(bytes.address(in), first, each, new Written(written, i * pages));
      first += each;
    }
  }

  /// Which pages were written: bits of a super block, of a data block from `first` on.
  private record Written(byte[] bits, long first) {
    boolean page(long number) {
      long bit = first + number;
      return bit / 8 < bits.length && (bits[(int) (bit / 8)] & 0x80 >> (int) (bit % 8)) != 0;
    }
  }

  private void dataBlock(long address, long first, long count, Written written) {
    if (address == HdfBytes.UNDEFINED) {
      return;
    }
    boolean paged = count > page;
    long prefix = 6 + bytes.offsetSize() + (indexBits + 7) / 8;
    if (!paged && count > bytes.file().size() / size) {
      throw bytes
          .file()
          .bad(
              bytes.position(address, STRUCTURE),
              STRUCTURE,
              count + " elements",
              "no more than the file holds");
    }
    long body = paged ? 0 : count * size;
    Cursor in = bytes.verified(address, prefix + body + 4, STRUCTURE + " data block");
    in.expect("EADB");
    in.expectVersion(0);
    in.skip(prefix - 5);
    if (!paged) {
      elements.read(in, first, count, filtered, size);
      return;
    }
    long start = address + prefix + 4;
    for (long i = 0; i < count / page; i++) {
      if (written.page(i)) {
        long at = start + i * (page * size + 4);
        Cursor pageIn = bytes.verified(at, page * size + 4, STRUCTURE + " page");
        elements.read(pageIn, first + i * page, page, filtered, size);
      }
    }
  }
}
