package rimrep.pipeline.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A store of objects under string keys: a local folder or an S3 bucket with a prefix. Every object
/// is replaced whole and at once: a reader sees the old content or the new. Safe for several
/// threads.
///
/// A key is a POSIX path without a leading `/`, without empty, `.` or `..` segments. Failures: full
/// or unreachable store is {@link rimrep.pipeline.failure.Temporary}; a store that refuses us
/// (credentials, missing bucket) is {@link rimrep.pipeline.failure.BadConfiguration}.
public interface Storage extends AutoCloseable {
  /// The root of the store.
  Location location();

  /// Size and version of an object, or empty if there is none.
  Optional<StoredObject> head(String key);

  /// The whole content, or empty if there is no such object.
  Optional<Content> get(String key);

  /// Random access. The object must exist; otherwise {@link rimrep.pipeline.failure.BadInput}.
  ByteSource open(String key);

  /// Writes an object, replacing any of the same key. On return it is durable.
  ETag put(String key, Body body);

  /// Writes an object only if the key is free. A retry after a lost response finds its own write by
  /// content and reports it as written.
  PutResult putIfAbsent(String key, Body body);

  /// Writes an object only if its present version is `expected`. Absent counts as refused.
  PutResult putIfMatch(String key, ETag expected, Body body);

  /// All objects whose key starts with `prefix` (text comparison), sorted by the UTF-8 bytes of the
  /// key.
  List<StoredObject> list(String prefix);

  /// Names of the folders at the root of the store, the first parts of its keys, sorted; found
  /// without looking at the objects.
  List<String> folders();

  /// Removes an object; one that is absent already is no failure.
  void delete(String key);

  /// Takes the lock of that name or waits for it, `wait` at most; then {@link
  /// rimrep.pipeline.failure.Temporary} naming the holder. A dead holder never blocks: a folder's
  /// lock dies with its process, an S3 lock by its lease, and at once if the holder was a process
  /// of the same machine. On S3 an owner follows itself without waiting for the lease: a run that
  /// is started again is its own heir.
  Lock lock(String name, String owner, Duration wait);

  /// A lock that is held until closed.
  interface Lock extends AutoCloseable {
    /// Whether it still excludes others. A folder's lock always does until it is closed; a lease is
    /// lost when it could not be renewed in time. Ask before the write that makes work visible.
    boolean isHeld();

    @Override
    void close();
  }

  @Override
  void close();
}
