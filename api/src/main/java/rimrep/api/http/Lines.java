package rimrep.api.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import rimrep.api.http.HttpProblem.Kind;

/// The lines of a stream that are not blank, as bytes, one after the other.
final class Lines {

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final int max;
  private final byte[] buffer = new byte[BUFFER];
  private int from;
  private int to;
  private long number;

  /// @param max bytes of a line
  Lines(InputStream in, int max) {
    this.in = in;
    this.max = max;
  }

  /// The next line without its end; empty at the end of the stream.
  ///
  /// @throws HttpProblem if it is too long
  Optional<byte[]> next() throws IOException {
    var line = new ByteArrayOutputStream();
    while (from < to || fill()) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      line.write(buffer, from, end - from);
      if (line.size() > max) {
        throw new HttpProblem(
            Kind.TOO_LARGE, "line " + (number + 1) + " has more than " + max + " bytes");
      }
      boolean complete = end < to;
      from = complete ? end + 1 : end;
      if (complete) {
        number++;
        byte[] bytes = line.toByteArray();
        line.reset();
        if (!isBlank(bytes)) {
          return Optional.of(bytes);
        }
      }
    }
    return isBlank(line.toByteArray()) ? Optional.empty() : Optional.of(line.toByteArray());
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
