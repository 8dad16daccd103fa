package rimrep.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.ETag;
import rimrep.pipeline.storage.ForwardingStorage;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// The artifacts store for runs that may find nothing to do: what is written below `runs/` waits in
/// memory until {@link #release()}. A run that finds nothing new leaves nothing behind.
final class DeferredRuns extends ForwardingStorage {
  private static final String RUNS = "runs/";

  private final Storage store;
  private final Map<String, byte[]> waiting = new TreeMap<>();
  private boolean released;

  DeferredRuns(Storage store) {
    super(store);
    this.store = store;
  }

  /// Writes what waits, and from now on everything at once.
  synchronized void release() {
    released = true;
    waiting.forEach((key, bytes) -> store.put(key, Body.of(bytes)));
    waiting.clear();
  }

  private synchronized boolean waits(String key) {
    return !released && key.startsWith(RUNS);
  }

  @Override
  public synchronized Optional<StoredObject> head(String key) {
    byte[] bytes = waiting.get(key);
    return bytes == null
        ? store.head(key)
        : Optional.of(new StoredObject(key, bytes.length, tag(bytes)));
  }

  @Override
  public synchronized Optional<Content> get(String key) {
    byte[] bytes = waiting.get(key);
    return bytes == null ? store.get(key) : Optional.of(new Content(bytes, tag(bytes)));
  }

  private static ETag tag(byte[] bytes) {
    return new ETag("waiting-" + Arrays.hashCode(bytes));
  }

  /// What does not wait goes to the store without the lock: several threads write at a time.
  @Override
  public ETag put(String key, Body body) {
    synchronized (this) {
      if (waits(key)) {
        byte[] bytes = bytes(body);
        waiting.put(key, bytes);
        return tag(bytes);
      }
    }
    return super.put(key, body);
  }

  /// A condition is for the store to judge, so nothing waits any longer.
  @Override
  protected synchronized void beforeWrite(String key) {
    if (waits(key)) {
      release();
    }
  }

  private static byte[] bytes(Body body) {
    return switch (body) {
      case Body.Bytes bytes -> bytes.exact();
      case Body.LocalFile(Path path) -> {
        try {
          yield Files.readAllBytes(path);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  @Override
  public synchronized List<StoredObject> list(String prefix) {
    List<StoredObject> all = new ArrayList<>(store.list(prefix));
    waiting.forEach((key, bytes) -> {
      if (key.startsWith(prefix)) {
        all.add(new StoredObject(key, bytes.length, tag(bytes)));
      }
    });
    all.sort(Comparator.comparing(StoredObject::key));
    return all;
  }

  /// The store belongs to the caller.
  @Override
  public void close() {}
}
