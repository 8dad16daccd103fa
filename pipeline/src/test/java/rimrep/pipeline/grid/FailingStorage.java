package rimrep.pipeline.grid;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.ETag;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.PutResult;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// A store that dies at its n-th change, before or after making it, and counts changes.
final class FailingStorage implements Storage {
  private final Storage inner;
  private final int failAt;
  private final boolean after;
  private int changes;

  FailingStorage(Storage inner, int failAt, boolean after) {
    this.inner = inner;
    this.failAt = failAt;
    this.after = after;
  }

  synchronized int changes() {
    return changes;
  }

  private synchronized <T> T change(java.util.function.Supplier<T> action) {
    changes++;
    if (changes > failAt || (changes == failAt && !after)) {
      throw new Temporary("store", "killed at change " + failAt, "", "");
    }
    T result = action.get();
    if (changes == failAt) {
      throw new Temporary("store", "killed after change " + failAt, "", "");
    }
    return result;
  }

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
    return change(() -> inner.put(key, body));
  }

  @Override
  public PutResult putIfAbsent(String key, Body body) {
    return change(() -> inner.putIfAbsent(key, body));
  }

  @Override
  public PutResult putIfMatch(String key, ETag expected, Body body) {
    return change(() -> inner.putIfMatch(key, expected, body));
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
    change(() -> {
      inner.delete(key);
      return true;
    });
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
