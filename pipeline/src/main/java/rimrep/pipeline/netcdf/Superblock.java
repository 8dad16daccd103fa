package rimrep.pipeline.netcdf;

import java.nio.charset.StandardCharsets;

/// The superblock: HDF5 File Format Specification, section II.A, versions 0 to 3. It starts the
/// file, or follows a user block of 512, 1024, 2048, … bytes.
record Superblock(HdfBytes bytes, long rootHeader) {
  private static final String SIGNATURE = "\u0089HDF\r\n\32\n";
  private static final String STRUCTURE = "HDF5 superblock";

  /// Position of the superblock, -1 if the file has none.
  static long find(FileBytes file) {
    for (long at = 0; at <= file.size() - 16; at = at == 0 ? 512 : at * 2) {
      byte[] found = file.read(at, 8, STRUCTURE);
      if (new String(found, StandardCharsets.ISO_8859_1).equals(SIGNATURE)) {
        return at;
      }
    }
    return -1;
  }

  static Superblock read(FileBytes file, long at) {
    byte[] head = file.read(at, Math.min(256, file.size() - at), STRUCTURE);
    Cursor in = Cursor.littleEndian(file, STRUCTURE, head, at);
    in.skip(8);
    int version = in.u8();
    return switch (version) {
      case 0, 1 -> old(file, in, version, at);
      case 2, 3 -> recent(file, in, at);
      default -> throw in.bad("version " + version, "0 to 3");
    };
  }

  private static Superblock old(FileBytes file, Cursor in, int version, long at) {
    in.skip(4);
    HdfBytes bytes = sizes(file, in, at);
    in.skip(1 + 2 + 2 + 4 + (version == 1 ? 4 : 0));
    long base = bytes.address(in);
    bytes.address(in); // free space
    checkEnd(file, in, bytes.address(in), base, at);
    bytes.address(in); // driver information
    bytes.address(in); // name of the root group
    return new Superblock(bytes, bytes.address(in));
  }

  private static Superblock recent(FileBytes file, Cursor in, long at) {
    HdfBytes bytes = sizes(file, in, at);
    in.skip(1);
    long base = bytes.address(in);
    bytes.address(in); // extension
    checkEnd(file, in, bytes.address(in), base, at);
    long root = bytes.address(in);
    bytes.verified(0, in.position() - at + 4, STRUCTURE);
    return new Superblock(bytes, root);
  }

  private static HdfBytes sizes(FileBytes file, Cursor in, long at) {
    int offsetSize = in.u8();
    int lengthSize = in.u8();
    if (!isSize(offsetSize) || !isSize(lengthSize)) {
      throw in.bad("addresses of " + offsetSize + ", lengths of " + lengthSize, "2, 4 or 8 bytes");
    }
    return new HdfBytes(file, at, offsetSize, lengthSize);
  }

  private static boolean isSize(int size) {
    return size == 2 || size == 4 || size == 8;
  }

  /// A truncated file ends before its end-of-file address, which counts from the start of the file
  /// as it was when written: a user block put before it later moves the end.
  private static void checkEnd(FileBytes file, Cursor in, long end, long base, long at) {
    if (end < 0 || base < 0 || end > file.size() - (at - base)) {
      throw in.bad(
          "truncated: " + file.size() + " bytes", (end + at - base) + ", the end it states");
    }
  }
}
