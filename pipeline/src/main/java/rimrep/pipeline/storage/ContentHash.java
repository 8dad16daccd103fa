package rimrep.pipeline.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// The versions of files: the first half of the SHA-256 of their content, so that equal content has
/// an equal tag on every machine and in every run. What was read once is remembered as long as
/// file, size and time are the same.
final class ContentHash {
  private static final int BUFFER = 1 << 16;
  private static final int REMEMBERED = 50_000;

  /// A file changed so shortly before it was read may change again within one tick of its clock.
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Map<Path, Known> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, Known> eldest) {
              return size() > REMEMBERED;
            }
          });

  private record Known(Stamp stamp, ETag etag) {}

  private record Stamp(long size, Instant modified, String file) {
    static Stamp of(BasicFileAttributes attributes) {
      return new Stamp(
          attributes.size(),
          attributes.lastModifiedTime().toInstant(),
          String.valueOf(attributes.fileKey()));
    }
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static ETag tag(MessageDigest digest) {
    return new ETag(HexFormat.of().formatHex(digest.digest(), 0, 16));
  }

  /// @param sha256 of the content, in hex
  static ETag tag(String sha256) {
    return new ETag(sha256.substring(0, 32));
  }

  static ETag of(byte[] content) {
    MessageDigest digest = digest();
    digest.update(content);
    return tag(digest);
  }

  ETag of(Path file, BasicFileAttributes attributes) throws IOException {
    Stamp stamp = Stamp.of(attributes);
    Known entry = known.get(file);
    if (entry != null && entry.stamp.equals(stamp)) {
      return entry.etag;
    }
    Instant before = Instant.now();
    ETag etag = read(file);
    boolean settled = stamp.modified.plus(SETTLED).isBefore(before);
    if (settled && stamp.equals(Stamp.of(Files.readAttributes(file, BasicFileAttributes.class)))) {
      known.put(file, new Known(stamp, etag));
    }
    return etag;
  }

  private static ETag read(Path file) throws IOException {
    try (SeekableByteChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest digest = digest();
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
      return tag(digest);
    }
  }
}
