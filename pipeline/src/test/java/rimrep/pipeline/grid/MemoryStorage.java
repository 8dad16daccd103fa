package rimrep.pipeline.grid;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.ETag;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.PutResult;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// A store in memory, for tests that run a conversion hundreds of times. The contract of real
/// stores is tested in `storage`.
final class MemoryStorage implements Storage {
  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public Location location() {
    return Location.of(Path.of("/memory"));
  }

  private static ETag tag(byte[] bytes) {
    return new ETag(GridContract.sha256(bytes));
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return Optional.ofNullable(objects.get(key)).map(b -> new StoredObject(key, b.length, tag(b)));
  }

  @Override
  public Optional<Content> get(String key) {
    return Optional.ofNullable(objects.get(key)).map(b -> new Content(b.clone(), tag(b)));
  }

  @Override
  public ByteSource open(String key) {
    byte[] bytes = java.util.Objects.requireNonNull(objects.get(key), key);
    return new ByteSource() {
      @Override
      public String name() {
        return key;
      }

      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public void readAt(long position, java.nio.ByteBuffer target) {
        target.put(bytes, (int) position, target.remaining());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public ETag put(String key, Body body) {
    byte[] bytes = ((Body.Bytes) body).exact().clone();
    objects.put(key, bytes);
    return tag(bytes);
  }

  @Override
  public PutResult putIfAbsent(String key, Body body) {
    throw new UnsupportedOperationException("a grid puts without conditions");
  }

  @Override
  public PutResult putIfMatch(String key, ETag expected, Body body) {
    throw new UnsupportedOperationException("a grid puts without conditions");
  }

  @Override
  public List<StoredObject> list(String prefix) {
    List<StoredObject> found = new ArrayList<>();
    objects.forEach((key, bytes) -> {
      if (key.startsWith(prefix)) {
        found.add(new StoredObject(key, bytes.length, tag(bytes)));
      }
    });
    return found;
  }

  @Override
  public List<String> folders() {
    throw new UnsupportedOperationException("a grid knows its prefix");
  }

  @Override
  public void delete(String key) {
    objects.remove(key);
  }

  @Override
  public Lock lock(String name, String owner, Duration wait) {
    throw new UnsupportedOperationException("the steps hold the lock");
  }

  @Override
  public void close() {}
}
