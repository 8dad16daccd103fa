package rimrep.pipeline.storage;

import java.nio.charset.StandardCharsets;

/// The whole content of an object, with the version it was read at.
public record Content(byte[] bytes, ETag etag) {
  /// The content as UTF-8.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
