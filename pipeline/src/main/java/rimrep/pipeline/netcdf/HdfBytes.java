package rimrep.pipeline.netcdf;

import java.util.Arrays;

/// The bytes of an HDF5 file as its structures address them: relative to the base address (which a
/// user block moves), with the sizes of addresses and lengths that the superblock states.
record HdfBytes(FileBytes file, long base, int offsetSize, int lengthSize) {
  /// The address of what does not exist.
  static final long UNDEFINED = -1;

  /// The bytes of a structure; the whole of it must lie in the file.
  Cursor block(long address, long length, String structure) {
    long at = position(address, structure);
    return Cursor.littleEndian(file, structure, file.read(at, length, structure), at);
  }

  /// A structure whose last four bytes are its checksum, which is verified and left out.
  Cursor verified(long address, long length, String structure) {
    long at = position(address, structure);
    if (length < 4) {
      throw file.bad(at, structure, length + " bytes", "a checksum");
    }
    byte[] bytes = file.read(at, length, structure);
    int body = bytes.length - 4;
    Cursor checksum = Cursor.littleEndian(file, structure, bytes, at);
    checksum.skip(body);
    int stored = checksum.i32();
    int computed = Lookup3.hash(bytes, 0, body);
    if (stored != computed) {
      throw file.bad(
          at, structure, "checksum " + hex(computed), hex(stored) + ", which is stored with it");
    }
    return Cursor.littleEndian(file, structure, Arrays.copyOf(bytes, body), at);
  }

  private static String hex(int value) {
    return String.format("%08x", value);
  }

  /// Position in the file of an address.
  long position(long address, String structure) {
    if (address < 0 || address > file.size() - base) {
      throw file.bad(base, structure, "address " + address, "one inside the file");
    }
    return base + address;
  }

  /// Reads an address: {@link #UNDEFINED} or not negative.
  long address(Cursor in) {
    long value = in.unsigned(offsetSize);
    long undefined = offsetSize == 8 ? -1 : (1L << (8 * offsetSize)) - 1;
    if (value == undefined) {
      return UNDEFINED;
    }
    if (value < 0) {
      throw in.bad("address " + Long.toUnsignedString(value), "one inside the file");
    }
    return value;
  }

  long length(Cursor in) {
    return in.size(lengthSize);
  }
}
