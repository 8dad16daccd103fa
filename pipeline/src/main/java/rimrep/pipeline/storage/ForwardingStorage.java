package rimrep.pipeline.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A store that does what another does. Whoever guards or counts writes extends it and says only
/// what differs.
public abstract class ForwardingStorage implements Storage {
  private final Storage inner;

  protected ForwardingStorage(Storage inner) {
    this.inner = inner;
  }

  /// Called before each write and each deletion is passed on; what it throws keeps them back.
  protected void beforeWrite(String key) {}

  @Override
  public Location location() {
    return inner.location();
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return inner.head(key);
  }

  @Override
  public Optional<Content> get(String key) {
    return inner.get(key);
  }

  @Override
  public ByteSource open(String key) {
    return inner.open(key);
  }

  @Override
  public ETag put(String key, Body body) {
    beforeWrite(key);
    return inner.put(key, body);
  }

  @Override
  public PutResult putIfAbsent(String key, Body body) {
    beforeWrite(key);
    return inner.putIfAbsent(key, body);
  }

  @Override
  public PutResult putIfMatch(String key, ETag expected, Body body) {
    beforeWrite(key);
    return inner.putIfMatch(key, expected, body);
  }

  @Override
  public List<StoredObject> list(String prefix) {
    return inner.list(prefix);
  }

  @Override
  public List<String> folders() {
    return inner.folders();
  }

  @Override
  public void delete(String key) {
    beforeWrite(key);
    inner.delete(key);
  }

  @Override
  public Lock lock(String name, String owner, Duration wait) {
    return inner.lock(name, owner, wait);
  }

  @Override
  public void close() {
    inner.close();
  }
}
