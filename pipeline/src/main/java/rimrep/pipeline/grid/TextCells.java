package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// numcodecs' `vlen-utf8`: the number of texts, then each as length and UTF-8 bytes; lengths are
/// 32-bit little-endian.
final class TextCells {
  private TextCells() {}

  static byte[] encode(String[] texts) {
    List<byte[]> parts = new ArrayList<>();
    int total = 4;
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      parts.add(bytes);
      total = Math.addExact(total, 4 + bytes.length);
    }
    ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(texts.length);
    parts.forEach(part -> out.putInt(part.length).put(part));
    return out.array();
  }

  static String[] decode(byte[] bytes, int cells, String name) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 4 || in.getInt() != cells) {
      throw ChunkCoder.damaged(name, "another number of texts than " + cells);
    }
    String[] texts = new String[cells];
    for (int i = 0; i < cells; i++) {
      int length = in.remaining() < 4 ? -1 : in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw ChunkCoder.damaged(name, "a text of " + length + " bytes");
      }
      texts[i] = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
      in.position(in.position() + length);
    }
    return texts;
  }
}
