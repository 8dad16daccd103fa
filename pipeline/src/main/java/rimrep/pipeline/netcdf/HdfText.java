package rimrep.pipeline.netcdf;

import java.util.ArrayList;
import java.util.List;

/// Text elements of HDF5.
final class HdfText {
  private HdfText() {}

  /// @param padding 0 ended by NUL, 1 padded by NULs, 2 padded by spaces
  static String fixed(byte[] bytes, int padding) {
    int length = bytes.length;
    if (padding == 0) {
      length = 0;
      while (length < bytes.length && bytes[length] != 0) {
        length++;
      }
    }
    byte pad = (byte) (padding == 2 ? ' ' : 0);
    while (length > 0 && bytes[length - 1] == pad) {
      length--;
    }
    return Text.decode(bytes, 0, length);
  }

  /// The texts of a region of elements.
  static List<String> all(HdfBytes bytes, GlobalHeap heap, HdfType type, byte[] elements) {
    List<String> texts = new ArrayList<>();
    Cursor in = Cursor.littleEndian(bytes.file(), "text elements", elements, 0);
    while (in.remaining() > 0) {
      texts.add(
          type instanceof HdfType.FixedText(int size, int padding)
              ? fixed(in.bytes(size), padding)
              : Text.trimmed(heap.element(in, 1)));
    }
    return List.copyOf(texts);
  }
}
