package rimrep.pipeline.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What is to be stored: bytes in memory, or a local file.
public sealed interface Body {
  record Bytes(byte[] bytes) implements Body {}

  record LocalFile(Path path) implements Body {}

  static Body of(byte[] bytes) {
    return new Bytes(bytes);
  }

  static Body of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  static Body of(Path path) {
    return new LocalFile(path);
  }
}
