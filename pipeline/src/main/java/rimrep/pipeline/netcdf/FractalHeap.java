package rimrep.pipeline.netcdf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A fractal heap, which holds links and attributes of large objects: HDF5 File Format
/// Specification, section III.G.
final class FractalHeap {
  private static final String STRUCTURE = "HDF5 fractal heap";

  private final HdfBytes bytes;
  private final long address;
  private final boolean checksums;
  private final long hugeTree;
  private final int width;
  private final long startSize;
  private final long maxDirect;
  private final int offsetBits;
  private final long root;
  private final int rootRows;
  private final int idLength;
  private final int lengthBytes;
  private final Map<Long, byte[]> blocks = new HashMap<>();
  private Map<Long, long[]> huge = Map.of();

  /// @param offset of the block in the heap's own space
  private record Direct(long address, long offset, long size) {}

  FractalHeap(HdfBytes bytes, long address) {
    this.bytes = bytes;
    this.address = address;
    int o = bytes.offsetSize();
    int l = bytes.lengthSize();
    Cursor in =
        bytes.verified(
            address, 4 + 1 + 2 + 2 + 1 + 4 + 12L * l + 3L * o + 2 + 2 + 2 + 2 + 4, STRUCTURE);
    in.expect("FRHP");
    in.expectVersion(0);
    idLength = in.u16();
    if (in.u16() != 0) {
      throw in.bad("filters on a heap", "none");
    }
    checksums = (in.u8() & 2) != 0;
    long maxManaged = in.u32();
    in.skip(l);
    hugeTree = bytes.address(in);
    in.skip(l + o + 8L * l);
    width = in.u16();
    startSize = bytes.length(in);
    maxDirect = bytes.length(in);
    offsetBits = in.u16();
    in.skip(2);
    root = bytes.address(in);
    rootRows = in.u16();
    if (!isPower(startSize)
        || !isPower(maxDirect)
        || !isPower(width)
        || offsetBits > 63
        || startSize > maxDirect
        || maxDirect > FileBytes.MAX_STRUCTURE) {
      throw in.bad(
          "blocks of "
              + startSize
              + " to "
              + maxDirect
              + ", "
              + width
              + " wide, "
              + offsetBits
              + " bits",
          "powers of two below 2^26 and at most 63 bits");
    }
    lengthBytes = Math.min((log2(maxDirect) + 7) / 8, log2(Math.max(1, maxManaged)) / 8 + 1);
  }

  private static boolean isPower(long value) {
    return value > 0 && Long.bitCount(value) == 1;
  }

  private static int log2(long value) {
    return 63 - Long.numberOfLeadingZeros(value);
  }

  /// Reads the heap id of an index record and opens the object it stands for.
  Cursor object(Cursor record, int idBytes, String structure) {
    if (idBytes != idLength) {
      throw record.bad("heap ids of " + idLength + " bytes", idBytes + " bytes");
    }
    long start = record.position();
    byte[] id = record.bytes(idBytes);
    Cursor in = Cursor.littleEndian(bytes.file(), STRUCTURE + " id", id, start);
    int head = in.u8();
    if ((head & 0xc0) != 0) {
      throw in.bad("version " + (head >> 6) + " of a heap id", "version 0");
    }
    return switch (head >> 4 & 3) {
      case 0 -> managed(in, structure);
      case 1 -> huge(in, structure);
      case 2 -> tiny(in, head, structure);
      default -> throw in.bad("kind 3 of a heap id", "managed, huge or tiny");
    };
  }

  private Cursor tiny(Cursor in, int head, String structure) {
    long length = idLength - 1 <= 16 ? (head & 15) + 1 : ((head & 15) << 8 | in.u8()) + 1;
    long at = in.position();
    return Cursor.littleEndian(bytes.file(), structure, in.bytes(length), at);
  }

  private Cursor huge(Cursor in, String structure) {
    if (bytes.offsetSize() + bytes.lengthSize() <= idLength - 1) {
      return bytes.block(bytes.address(in), bytes.length(in), structure);
    }
    if (hugeTree == HdfBytes.UNDEFINED) {
      throw in.bad("a huge object without index", "an index");
    }
    if (huge.isEmpty()) {
      huge = new HashMap<>();
      Tree2.walk(
          bytes,
          hugeTree,
          1,
          record -> {
            long[] place = {bytes.address(record), bytes.length(record)};
            huge.put(bytes.length(record), place);
          });
    }
    long[] place = huge.get(in.unsigned(Math.min(idLength - 1, 8)));
    if (place == null) {
      throw in.bad("a huge object that the index has not", "one it has");
    }
    return bytes.block(place[0], place[1], structure);
  }

  private Cursor managed(Cursor in, String structure) {
    long offset = in.size((offsetBits + 7) / 8);
    long length = in.size(lengthBytes);
    Direct block =
        rootRows == 0 ? new Direct(root, 0, startSize) : find(root, 0, rootRows, offset, in);
    long from = offset - block.offset;
    if (from < 0 || length > block.size || from > block.size - length) {
      throw in.bad(length + " bytes at " + offset + " in the heap", "to lie inside a block");
    }
    byte[] data = blocks.computeIfAbsent(block.address, _ -> load(block));
    byte[] object = Arrays.copyOfRange(data, (int) from, (int) (from + length));
    return Cursor.littleEndian(
        bytes.file(), structure, object, bytes.position(block.address, STRUCTURE) + from);
  }

  private byte[] load(Direct block) {
    Cursor in = bytes.block(block.address, block.size, STRUCTURE + " direct block");
    byte[] data = in.copy().bytes(block.size);
    in.expect("FHDB");
    in.expectVersion(0);
    checkOwner(in, block.offset);
    if (checksums) {
      int at = (int) (in.position() - bytes.position(block.address, STRUCTURE));
      int stored = in.i32();
      byte[] blank = data.clone();
      Arrays.fill(blank, at, at + 4, (byte) 0);
      if (Lookup3.hash(blank, 0, blank.length) != stored) {
        throw in.bad("another checksum", "the one stored with the block");
      }
    }
    return data;
  }

  private void checkOwner(Cursor in, long offset) {
    long owner = bytes.address(in);
    long at = in.unsigned((offsetBits + 7) / 8);
    if (owner != address || at != offset) {
      throw in.bad("a block of another heap or place", "one of the heap at " + address);
    }
  }

  /// Size of the blocks of a row of the doubling table.
  private long rowSize(int row) {
    return row == 0 ? startSize : startSize << (row - 1);
  }

  /// The direct block that holds a place of the heap's space, below the indirect block at `at`,
  /// which begins at `start` of that space.
  private Direct find(long at, long start, int rows, long offset, Cursor in) {
    int directRows = Math.min(rows, log2(maxDirect) - log2(startSize) + 2);
    if (rows > offsetBits + 1 || rowSize(Math.max(0, rows - 1)) <= 0) {
      throw in.bad(rows + " rows in a heap block", "at most " + (offsetBits + 1));
    }
    long before = start;
    for (int row = 0; row < rows; row++) {
      long size = rowSize(row);
      long rowBytes = size * width;
      if (rowBytes <= 0) {
        break;
      }
      if (offset - before < rowBytes) {
        int column = (int) ((offset - before) / size);
        long blockStart = before + column * size;
        long child = child(at, start, rows, row * width + column);
        if (row < directRows) {
          return new Direct(child, blockStart, size);
        }
        int childRows = log2(size) - log2(startSize) - log2(width) + 1;
        if (childRows < 1) {
          throw in.bad("a heap block without rows", "at least one");
        }
        return find(child, blockStart, childRows, offset, in);
      }
      before += rowBytes;
    }
    throw in.bad("place " + offset + " of a heap", "less than its size");
  }

  private long child(long at, long start, int rows, int entry) {
    int prefix = 5 + bytes.offsetSize() + (offsetBits + 7) / 8;
    long length = prefix + (long) rows * width * bytes.offsetSize() + 4;
    Cursor in = bytes.verified(at, length, STRUCTURE + " indirect block");
    in.expect("FHIB");
    in.expectVersion(0);
    checkOwner(in, start);
    in.skip((long) entry * bytes.offsetSize());
    long child = bytes.address(in);
    if (child == HdfBytes.UNDEFINED) {
      throw in.bad("an object in a block that is not there", "a block");
    }
    return child;
  }
}
