package rimrep.pipeline.netcdf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import rimrep.pipeline.failure.BadInput;

/// Reads the fields of one structure of a file in their order and never beyond its end.
final class Cursor {
  private static final int WINDOW = 1 << 14;

  private final FileBytes file;
  private final String structure;
  private final boolean bigEndian;
  private final long end;
  private byte[] window;
  private long windowStart;
  private long position;

  private Cursor(
      FileBytes file, String structure, boolean bigEndian, byte[] window, long start, long end) {
    this.file = file;
    this.structure = structure;
    this.bigEndian = bigEndian;
    this.window = window;
    this.windowStart = start;
    this.position = start;
    this.end = end;
  }

  /// Reads big-endian fields from the start of the file, as many as come.
  static Cursor bigEndian(FileBytes file, String structure) {
    return new Cursor(file, structure, true, new byte[0], 0, file.size());
  }

  /// Reads little-endian fields of a structure whose bytes, from `start` in the file, are at hand.
  static Cursor littleEndian(FileBytes file, String structure, byte[] bytes, long start) {
    return new Cursor(file, structure, false, bytes, start, start + bytes.length);
  }

  /// A second cursor at the same place.
  Cursor copy() {
    Cursor copy = new Cursor(file, structure, bigEndian, window, windowStart, end);
    copy.position = position;
    return copy;
  }

  /// A cursor over the next `length` bytes, which this one passes over.
  Cursor part(long length) {
    long at = position;
    return littleEndian(file, structure, bytes(length), at);
  }

  long position() {
    return position;
  }

  long remaining() {
    return end - position;
  }

  BadInput bad(String found, String expected) {
    return file.bad(position, structure, found, expected);
  }

  /// Index in the window of the next `count` bytes, which are passed over.
  private int take(int count) {
    if (count < 0 || count > end - position) {
      throw bad("ends " + (end - position) + " bytes later", count + " more bytes");
    }
    int at = (int) (position - windowStart);
    if (at + count > window.length) {
      window = file.read(position, Math.min(Math.max(count, WINDOW), end - position), structure);
      windowStart = position;
      at = 0;
    }
    position += count;
    return at;
  }

  int u8() {
    return window(take(1));
  }

  private int window(int at) {
    return window[at] & 0xff;
  }

  int u16() {
    return (int) unsigned(2);
  }

  long u32() {
    return unsigned(4);
  }

  int i32() {
    return (int) unsigned(4);
  }

  /// All 64 bits.
  long i64() {
    return unsigned(8);
  }

  /// An unsigned number of `count` bytes; 8 bytes keep all bits.
  long unsigned(int count) {
    int at = take(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | window(bigEndian ? at + i : at + count - 1 - i);
    }
    return value;
  }

  /// A size or count of `count` bytes: not negative.
  long size(int count) {
    long value = unsigned(count);
    if (value < 0) {
      throw bad("size " + Long.toUnsignedString(value), "at most " + Long.MAX_VALUE);
    }
    return value;
  }

  byte[] bytes(long count) {
    if (count < 0 || count > remaining()) {
      throw bad("ends " + remaining() + " bytes later", count + " more bytes");
    }
    if (count > FileBytes.MAX_STRUCTURE) {
      throw bad(count + " bytes", "at most " + FileBytes.MAX_STRUCTURE);
    }
    byte[] bytes = new byte[(int) count];
    int at = take(bytes.length);
    System.arraycopy(window, at, bytes, 0, bytes.length);
    return bytes;
  }

  String text(long count) {
    return Text.decode(bytes(count));
  }

  /// Text up to a NUL, which is passed over.
  String zeroEnded() {
    long start = position;
    int length = 0;
    while (u8() != 0) {
      length++;
    }
    long after = position;
    position = start;
    byte[] bytes = bytes(length);
    position = after;
    return new String(bytes, StandardCharsets.UTF_8);
  }

  void skip(long count) {
    if (count < 0 || count > remaining()) {
      throw bad("ends " + remaining() + " bytes later", count + " more bytes");
    }
    position += count;
  }

  /// Fails unless the next bytes are these.
  void expect(String signature) {
    byte[] found = bytes(signature.length());
    if (!new String(found, StandardCharsets.ISO_8859_1).equals(signature)) {
      position -= found.length;
      throw bad("bytes " + HexFormat.of().formatHex(found), "signature " + signature);
    }
  }

  /// Fails unless the next byte, the version of the structure, is this.
  void expectVersion(int version) {
    int found = u8();
    if (found != version) {
      throw bad("version " + found, "version " + version);
    }
  }
}
