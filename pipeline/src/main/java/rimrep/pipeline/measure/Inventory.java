package rimrep.pipeline.measure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import rimrep.pipeline.dataset.Measured.StoredFile;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// The stored objects of a dataset with their checksums, and the one digest over them all that a
/// description names.
///
/// @param files sorted by key
record Inventory(List<StoredFile> files) {
  private static final int BUFFER = 1 << 20;

  /// Reads every object below `prefix + "/" + folder`.
  static Inventory read(Storage storage, String prefix, String folder) {
    String start = prefix + "/";
    return new Inventory(
        storage.list(start + folder + "/").stream()
            .map(stored -> file(storage, stored, start))
            .sorted(Comparator.comparing(StoredFile::key))
            .toList());
  }

  private static StoredFile file(Storage storage, StoredObject stored, String start) {
    return new StoredFile(
        stored.key().substring(start.length()), stored.sizeBytes(), sha256(storage, stored.key()));
  }

  private static String sha256(Storage storage, String key) {
    MessageDigest digest = sha256();
    try (ByteSource source = storage.open(key)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.clamp(source.size(), 1, BUFFER));
      for (long at = 0; at < source.size(); at += buffer.limit()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), source.size() - at));
        source.readAt(at, buffer);
        digest.update(buffer.flip());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  long bytes() {
    return files.stream().mapToLong(StoredFile::bytes).sum();
  }

  /// Multihash of the sorted lines `key bytes sha256`: `1220` and SHA-256 in hex.
  String digest() {
    MessageDigest digest = sha256();
    for (StoredFile file : files) {
      String line = file.key() + " " + file.bytes() + " " + file.sha256() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return "1220" + HexFormat.of().formatHex(digest.digest());
  }
}
