package rimrep.pipeline.storage;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One object of a store as a listing shows it. Its version is found when first asked for: in a
/// folder that means reading the whole file, and most who list want names and sizes only.
public final class StoredObject {
  private final String key;
  private final long sizeBytes;
  private final Supplier<ETag> version;
  private volatile @Nullable ETag known;

  /// @param key POSIX path relative to the root of the store, never starting with `/`
  public StoredObject(String key, long sizeBytes, ETag etag) {
    this(key, sizeBytes, () -> etag);
  }

  StoredObject(String key, long sizeBytes, Supplier<ETag> version) {
    this.key = key;
    this.sizeBytes = sizeBytes;
    this.version = version;
  }

  public String key() {
    return key;
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  /// The version now; of an object that was replaced since it was listed, that of the new one.
  public ETag etag() {
    ETag found = known;
    if (found == null) {
      found = version.get();
      known = found;
    }
    return found;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredObject o
        && o.key.equals(key)
        && o.sizeBytes == sizeBytes
        && o.etag().equals(etag());
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, sizeBytes);
  }

  @Override
  public String toString() {
    return key + " (" + sizeBytes + " bytes)";
  }
}
