package rimrep.pipeline.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;

/// A store in an S3 bucket, below a prefix. Conditions are S3's own. Where a refusal may come from
/// an earlier attempt of ours whose answer was lost, the object is read back and compared.
public final class S3Storage implements Storage {
  /// Largest object of one PUT: 5 GiB.
  private static final long LARGEST = 5L << 30;

  private static final int BLOCK = 4 << 20;
  private static final Duration LEASE = Duration.ofSeconds(60);

  private final Location location;
  private final String prefix;
  private final S3Bucket bucket;
  private final S3Locks locks;

  public S3Storage(Location location, S3Settings settings) {
    this(location, settings, LEASE);
  }

  /// @param lease how long a lock outlives a holder that died
  S3Storage(Location location, S3Settings settings, Duration lease) {
    String path = location.text().substring("s3://".length());
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    if (name.isEmpty()) {
      throw new BadConfiguration(
          "location " + location, "has no bucket", "s3://bucket/prefix", "correct the setting");
    }
    this.location = location;
    this.prefix = slash < 0 ? "" : path.substring(slash + 1) + "/";
    this.bucket = new S3Bucket(name, settings);
    this.locks = new S3Locks(this, lease);
  }

  @Override
  public Location location() {
    return location;
  }

  @Override
  public Optional<StoredObject> head(String key) {
    return bucket.head(full(key)).map(this::ours);
  }

  @Override
  public Optional<Content> get(String key) {
    return aged(key).map(S3Bucket.Aged::content);
  }

  Optional<S3Bucket.Aged> aged(String key) {
    return bucket.get(full(key));
  }

  @Override
  public ByteSource open(String key) {
    StoredObject found =
        head(key)
            .orElseThrow(
                () -> new BadInput(FileByteSource.absent(location.resolve(key).text()), null));
    return new Source(key, found);
  }

  /// Reads one version of an object by ranges.
  private final class Source implements ByteSource {
    private final String key;
    private final StoredObject version;

    Source(String key, StoredObject version) {
      this.key = key;
      this.version = version;
    }

    @Override
    public String name() {
      return location.resolve(key).text();
    }

    @Override
    public long size() {
      return version.sizeBytes();
    }

    @Override
    public void readAt(long position, ByteBuffer target) {
      int wanted = target.remaining();
      if (position < 0 || position + wanted > size()) {
        throw new BadInput(FileByteSource.beyondEnd(name(), size(), position, wanted), null);
      }
      if (wanted > 0) {
        bucket.read(full(key), version.etag(), position, target);
      }
    }

    @Override
    public void close() {
      // Each read is a request of its own.
    }
  }

  @Override
  public ETag put(String key, Body body) {
    return switch (change(key, body, new S3Bucket.Condition.None())) {
      case PutResult.Written(ETag etag) -> etag;
      case PutResult.Refused() -> throw new IllegalStateException("no condition, no refusal");
    };
  }

  @Override
  public PutResult putIfAbsent(String key, Body body) {
    return change(key, body, new S3Bucket.Condition.Absent());
  }

  @Override
  public PutResult putIfMatch(String key, ETag expected, Body body) {
    return change(key, body, new S3Bucket.Condition.Matches(expected));
  }

  private PutResult change(String key, Body body, S3Bucket.Condition condition) {
    checkSize(key, body);
    return switch (bucket.put(full(key), body, condition)) {
      case S3Bucket.Put.Done(ETag etag) -> new PutResult.Written(etag);
      case S3Bucket.Put.Refused(boolean perhapsOurs) ->
          perhapsOurs || condition instanceof S3Bucket.Condition.Absent
              ? isAlready(key, body)
              : new PutResult.Refused();
    };
  }

  private void checkSize(String key, Body body) {
    long size = size(key, body);
    if (size > LARGEST) {
      throw new BadInput(
          location.resolve(key).text(),
          "has " + size + " bytes",
          "at most " + LARGEST + " bytes in one object",
          "split the file");
    }
  }

  private long size(String key, Body body) {
    return switch (body) {
      case Body.Bytes bytes -> bytes.length();
      case Body.LocalFile(var path) -> {
        try {
          yield Files.size(path);
        } catch (IOException e) {
          throw FileFailures.of("content of " + key + ", file " + path, e);
        }
      }
    };
  }

  private PutResult isAlready(String key, Body body) {
    return switch (body) {
      case Body.Bytes bytes ->
          get(key)
              .filter(there -> Arrays.equals(there.bytes(), bytes.exact()))
              .<PutResult>map(there -> new PutResult.Written(there.etag()))
              .orElseGet(PutResult.Refused::new);
      case Body.LocalFile(var path) ->
          head(key)
              .filter(there -> there.sizeBytes() == size(key, body))
              .filter(there -> holds(new Source(key, there), path))
              .<PutResult>map(there -> new PutResult.Written(there.etag()))
              .orElseGet(PutResult.Refused::new);
    };
  }

  private static boolean holds(ByteSource there, Path path) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return holds(there, file);
    } catch (IOException e) {
      throw FileFailures.of("file " + path, e);
    }
  }

  private static boolean holds(ByteSource there, FileChannel file) throws IOException {
    for (long at = 0; at < there.size(); at += BLOCK) {
      int length = (int) Math.min(BLOCK, there.size() - at);
      ByteBuffer sent = ByteBuffer.allocate(length);
      while (sent.hasRemaining() && file.read(sent, at + sent.position()) >= 0) {
        // Reads on: a channel may give less than was asked for.
      }
      if (!Arrays.equals(sent.array(), read(there, at, length))) {
        return false;
      }
    }
    return true;
  }

  private static byte[] read(ByteSource source, long position, int length) {
    byte[] bytes = new byte[length];
    source.readAt(position, ByteBuffer.wrap(bytes));
    return bytes;
  }

  @Override
  public List<StoredObject> list(String wanted) {
    Keys.checkPrefix(wanted);
    return bucket.list(prefix + wanted).stream()
        .map(this::ours)
        .sorted(Comparator.comparing(StoredObject::key, Keys.ORDER))
        .toList();
  }

  @Override
  public List<String> folders() {
    return bucket.folders(prefix).stream()
        .map(folder -> folder.substring(prefix.length(), folder.length() - 1))
        .filter(name -> !name.equals(Keys.RESERVED))
        .sorted(Keys.ORDER)
        .toList();
  }

  @Override
  public void delete(String key) {
    bucket.delete(full(key));
  }

  @Override
  public Lock lock(String name, String owner, Duration wait) {
    return locks.take(name, owner, wait);
  }

  @Override
  public void close() {
    bucket.close();
  }

  private String full(String key) {
    return prefix + Keys.check(key);
  }

  private StoredObject ours(StoredObject found) {
    return new StoredObject(
        found.key().substring(prefix.length()), found.sizeBytes(), found.etag());
  }
}
