package rimrep.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.ETag;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.PutResult;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// A store as a process sees it that dies at one of its writes: none lands after that, and nothing
/// is read either.
final class MortalStorage implements Storage {
  private final Storage inner;
  private final Life life;

  private MortalStorage(Storage inner, Life life) {
    this.inner = inner;
    this.life = life;
  }

  static Stores stores(Stores inner, Life life) {
    return new Stores(
        new MortalStorage(inner.publicStore(), life),
        new MortalStorage(inner.privateStore(), life),
        new MortalStorage(inner.artifacts(), life));
  }

  /// No failure that anybody handles.
  static final class Death extends Error {
    private static final long serialVersionUID = 1;

    Death() {
      super("killed");
    }
  }

  /// Counts the writes to all stores of a process.
  static final class Life {
    private final int writes;
    private final boolean after;
    private final Runnable end;
    private int done;
    private boolean over;

    /// @param writes that it lives to see; the next one does not land
    /// @param after whether it ends right behind the last one instead of before the next
    /// @param end what its end is, beside that it is over
    Life(int writes, boolean after, Runnable end) {
      this.writes = writes;
      this.after = after;
      this.end = end;
    }

    synchronized int done() {
      return done;
    }

    synchronized boolean isOver() {
      return over;
    }

    private synchronized <T> T read(Supplier<T> action) {
      if (over) {
        throw new Death();
      }
      return action.get();
    }

    private synchronized <T> T write(Supplier<T> action) {
      if (over || done == writes) {
        end();
      }
      T result = action.get();
      done++;
      if (after && done == writes) {
        end();
      }
      return result;
    }

    private void end() {
      over = true;
      end.run();
      throw new Death();
    }
  }

  @Override
  public Location location() {
    return inner.location();
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return life.read(() -> inner.head(key));
  }

  @Override
  public Optional<Content> get(String key) {
    return life.read(() -> inner.get(key));
  }

  @Override
  public ByteSource open(String key) {
    return life.read(() -> inner.open(key));
  }

  @Override
  public ETag put(String key, Body body) {
    return life.write(() -> inner.put(key, body));
  }

  @Override
  public PutResult putIfAbsent(String key, Body body) {
    return life.write(() -> inner.putIfAbsent(key, body));
  }

  @Override
  public PutResult putIfMatch(String key, ETag expected, Body body) {
    return life.write(() -> inner.putIfMatch(key, expected, body));
  }

  @Override
  public List<StoredObject> list(String prefix) {
    return life.read(() -> inner.list(prefix));
  }

  @Override
  public List<String> folders() {
    return life.read(inner::folders);
  }

  @Override
  public void delete(String key) {
    life.write(() -> {
      inner.delete(key);
      return true;
    });
  }

  /// The operating system takes a lock back at the end of its process; here closing does.
  @Override
  public Lock lock(String name, String owner, Duration wait) {
    return inner.lock(name, owner, wait);
  }

  @Override
  public void close() {
    // The inner store belongs to the caller.
  }
}
