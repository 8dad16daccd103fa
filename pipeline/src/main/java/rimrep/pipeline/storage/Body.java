package rimrep.pipeline.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// What is to be stored: bytes in memory, or a local file.
public sealed interface Body {
  /// The first `length` of the bytes, which must not change while they are stored.
  ///
  /// @param sha256 of these bytes in hex, where it is known already
  record Bytes(byte[] bytes, int length, Optional<String> sha256) implements Body {
    public Bytes(byte[] bytes, int length) {
      this(bytes, length, Optional.empty());
    }

    public Bytes known(String digest) {
      return new Bytes(bytes, length, Optional.of(digest));
    }

    /// The bytes in an array of their own length.
    public byte[] exact() {
      return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
  }

  record LocalFile(Path path) implements Body {}

  static Body of(byte[] bytes) {
    return new Bytes(bytes, bytes.length);
  }

  static Body of(byte[] bytes, int length) {
    return new Bytes(bytes, length);
  }

  static Body of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static Body of(Path path) {
    return new LocalFile(path);
  }
}
