package rimrep.pipeline.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;

/// A store in a local folder: a key is a path below it. Its folder `.rimrep` holds locks and files
/// that are being written; they appear under their key by one rename.
///
/// Every change of a key happens under a lock of the operating system that all processes share, so
/// conditions hold between processes too. The lock is held for the check and the rename only, never
/// while content is written.
public final class FolderStorage implements Storage {
  /// Longest wait for another process to do its check and rename.
  private static final Duration CHANGE_WAIT = Duration.ofMinutes(1);

  /// Keys share this many locks, so that the folder of locks does not grow with the store.
  private static final int CHANGE_LOCKS = 64;

  private final Path root;
  private final ContentHash hashes = new ContentHash();
  private final FolderLocks changes;
  private final FolderLocks locks;
  private final FolderWriter writer;

  public FolderStorage(Path root) {
    this.root = root.toAbsolutePath().normalize();
    Path own = this.root.resolve(Keys.RESERVED);
    this.changes = new FolderLocks(own.resolve("changes"));
    this.locks = new FolderLocks(own.resolve("locks"));
    this.writer = new FolderWriter(own.resolve("writing"));
  }

  @Override
  public Location location() {
    return Location.of(root);
  }

  @Override
  public Optional<StoredObject> head(String key) {
    Path file = path(key);
    try {
      return stored(key, file);
    } catch (IOException e) {
      throw FileFailures.of(thing(key), e);
    }
  }

  private Optional<StoredObject> stored(String key, Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile()
          ? Optional.of(
              new StoredObject(key, attributes.size(), () -> version(key, file, attributes)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (aParentIsFile(file)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private ETag version(String key, Path file, BasicFileAttributes attributes) {
    try {
      return hashes.of(file, attributes);
    } catch (IOException e) {
      throw FileFailures.of(thing(key), e);
    }
  }

  @Override
  public Optional<Content> get(String key) {
    Path file = path(key);
    try {
      if (Files.isDirectory(file) || aParentIsFile(file)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      return Optional.of(new Content(bytes, ContentHash.of(bytes)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileFailures.of(thing(key), e);
    }
  }

  /// `a/b` is absent, not broken, where `a` is an object.
  private boolean aParentIsFile(Path file) {
    for (Path p = file.getParent(); p != null && !p.equals(root); p = p.getParent()) {
      if (Files.isRegularFile(p)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public ByteSource open(String key) {
    Path file = path(key);
    if (Files.isDirectory(file)) {
      throw new BadInput(FileByteSource.absent(file.toString()), null);
    }
    return FileByteSource.open(file);
  }

  @Override
  public ETag put(String key, Body body) {
    return switch (change(key, body, new Condition.None())) {
      case PutResult.Written(ETag etag) -> etag;
      case PutResult.Refused() -> throw new IllegalStateException("no condition, no refusal");
    };
  }

  @Override
  public PutResult putIfAbsent(String key, Body body) {
    return change(key, body, new Condition.Absent());
  }

  @Override
  public PutResult putIfMatch(String key, ETag expected, Body body) {
    return change(key, body, new Condition.Matches(expected));
  }

  private sealed interface Condition {
    record None() implements Condition {}

    record Absent() implements Condition {}

    record Matches(ETag expected) implements Condition {}
  }

  private PutResult change(String key, Body body, Condition condition) {
    Path file = path(key);
    try (FolderWriter.Draft draft = writer.write(body)) {
      try (FolderLocks.Held held = changeLock(key)) {
        if (!holds(condition, key, file)) {
          return condition instanceof Condition.Absent
              ? isAlready(draft.etag(), key, file)
              : new PutResult.Refused();
        }
        draft.publish(root, file);
      }
      draft.settle(root, file);
      return new PutResult.Written(draft.etag());
    } catch (IOException e) {
      throw FileFailures.of(thing(key), e);
    }
  }

  private FolderLocks.Held changeLock(String key) {
    int number = Math.floorMod(key.hashCode(), CHANGE_LOCKS);
    return changes.take(Integer.toString(number), "", CHANGE_WAIT);
  }

  private boolean holds(Condition condition, String key, Path file) throws IOException {
    return switch (condition) {
      case Condition.None() -> true;
      case Condition.Absent() -> !Files.isRegularFile(file);
      case Condition.Matches(ETag expected) ->
          stored(key, file).map(found -> found.etag().equals(expected)).orElse(false);
    };
  }

  /// A writer that died after a create-only write and writes again finds its own.
  private PutResult isAlready(ETag sent, String key, Path file) throws IOException {
    return stored(key, file)
        .filter(found -> found.etag().equals(sent))
        .<PutResult>map(found -> new PutResult.Written(found.etag()))
        .orElseGet(PutResult.Refused::new);
  }

  @Override
  public List<StoredObject> list(String prefix) {
    Keys.checkPrefix(prefix);
    Path start = resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    List<StoredObject> found = new ArrayList<>();
    try {
      if (Files.isDirectory(start)) {
        Files.walkFileTree(start, new Lister(prefix, found));
      }
    } catch (IOException e) {
      throw FileFailures.of(thing(prefix), e);
    }
    found.sort(Comparator.comparing(StoredObject::key, Keys.ORDER));
    return List.copyOf(found);
  }

  @Override
  public List<String> folders() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.equals(Keys.RESERVED))
          .sorted(Keys.ORDER)
          .toList();
    } catch (IOException e) {
      throw FileFailures.of(thing(""), e);
    }
  }

  /// Gathers the objects of a prefix; what disappears meanwhile is left out.
  private final class Lister extends SimpleFileVisitor<Path> {
    private final String prefix;
    private final List<StoredObject> found;

    Lister(String prefix, List<StoredObject> found) {
      this.prefix = prefix;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String key = key(folder) + "/";
      boolean wanted = folder.equals(root) || key.startsWith(prefix) || prefix.startsWith(key);
      boolean ours = folder.equals(root.resolve(Keys.RESERVED));
      return wanted && !ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String key = key(file);
      if (key.startsWith(prefix)) {
        stored(key, file).ifPresent(found::add);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e == null || e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    private String key(Path file) {
      return root.relativize(file).toString();
    }
  }

  @Override
  public void delete(String key) {
    Path file = path(key);
    try (FolderLocks.Held held = changeLock(key)) {
      if (Files.isRegularFile(file)) {
        Files.delete(file);
        FolderWriter.settleRemoval(root, file);
      }
    } catch (NoSuchFileException e) {
      return; // Somebody else removed it: it is gone, as was asked.
    } catch (IOException e) {
      throw FileFailures.of(thing(key), e);
    }
  }

  @Override
  public Lock lock(String name, String owner, Duration wait) {
    return locks.take(name, owner, wait);
  }

  @Override
  public void close() {
    // Holds nothing open: each call opens and closes what it needs.
  }

  private Path path(String key) {
    return resolve(Keys.check(key));
  }

  private Path resolve(String key) {
    try {
      return root.resolve(key);
    } catch (InvalidPathException e) {
      throw new BadConfiguration(
          new Problem(
              thing(key),
              "the locale of this process cannot name such a file",
              "a UTF-8 locale",
              "set LC_ALL=C.UTF-8"),
          e);
    }
  }

  private String thing(String key) {
    return root + "/" + key;
  }
}
