package rimrep.pipeline.step;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// The stored objects of a dataset: those that are there, and those that its package describes.
final class StoredFiles {
  private static final int BUFFER = 1 << 20;

  private StoredFiles() {}

  /// Reads each object below the dataset's data, by key below its prefix.
  static SortedMap<String, Measured.StoredFile> read(Storage store, CompletePackage complete) {
    String prefix = complete.id() + "/";
    SortedMap<String, Measured.StoredFile> files = new TreeMap<>();
    for (StoredObject object : store.list(prefix + complete.kind().dataPath() + "/")) {
      String key = object.key().substring(prefix.length());
      files.put(key, file(store, object.key(), key));
    }
    return files;
  }

  private static Measured.StoredFile file(Storage store, String key, String name) {
    MessageDigest digest = sha256();
    try (ByteSource source = store.open(key)) {
      long size = source.size();
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.clamp(size, 1, BUFFER));
      for (long at = 0; at < size; at += buffer.limit()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), size - at));
        source.readAt(at, buffer);
        digest.update(buffer.flip());
      }
      return new Measured.StoredFile(name, size, HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// What the package describes, by key. The package of a large grid only counts its objects; they
  /// stand in the output of the run that measured them. Empty if that run is gone.
  static Optional<SortedMap<String, Measured.StoredFile>> described(
      CompletePackage complete, Storage artifacts) {
    Measured measured = complete.measured();
    Optional<Measured> full =
        !measured.objects().isEmpty()
            ? Optional.of(measured)
            : artifacts.list("runs/").stream()
                .map(StoredObject::key)
                .filter(k ->
                    k.contains("-" + complete.id() + "-") && k.endsWith("/measure/output.json"))
                .sorted(Comparator.reverseOrder())
                .flatMap(k -> artifacts.get(k).stream())
                .map(c -> Json.mapper().readValue(c.bytes(), Measured.class))
                .filter(m -> m.of().equals(measured.of()))
                .findFirst();
    return full.map(m -> {
      SortedMap<String, Measured.StoredFile> files = new TreeMap<>();
      m.objects().forEach(o -> files.put(o.key(), o));
      return files;
    });
  }
}
