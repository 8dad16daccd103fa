package rimrep.pipeline.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/// Finds the line of the first bytes that are no text. A second reading, only when the first one
/// failed: a reader decodes ahead and cannot say.
final class EncodingFault {
  private static final int BLOCK = 1 << 16;

  private EncodingFault() {}

  /// The line, from 1.
  static long line(InputStream in, Charset charset) throws IOException {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
    CharBuffer text = CharBuffer.allocate(BLOCK);
    long line = 1;
    boolean end = false;
    while (true) {
      int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
      end |= n < 0;
      bytes.position(bytes.position() + Math.max(0, n)).flip();
      CoderResult result = decoder.decode(bytes, text, end);
      line += text.flip().chars().filter(c -> c == '\n').count();
      text.clear();
      bytes.compact();
      if (result.isError() || end && !result.isOverflow()) {
        return line;
      }
    }
  }
}
