package rimrep.pipeline.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Storage;

/// DuckDB touches local files only: a stored object is read where it lies, or brought here first.
final class LocalFiles {
  private LocalFiles() {}

  /// A local file with the content of a stored object.
  static Path of(Storage storage, String key, Path folder, String name) {
    if (!storage.location().isS3()) {
      return storage.location().resolve(key).path();
    }
    Path copy = folder.resolve(name);
    try (ByteSource source = storage.open(key);
        ByteSourceStream in = new ByteSourceStream(source)) {
      Files.copy(in, copy);
    } catch (IOException e) {
      throw full(copy, e);
    }
    return copy;
  }

  /// A new empty folder below `parent`, whose name nobody else has.
  static Path folder(Path parent) {
    try {
      Files.createDirectories(parent);
      return Files.createTempDirectory(parent, "table-");
    } catch (IOException e) {
      throw full(parent, e);
    }
  }

  static void remove(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Failure full(Path file, IOException cause) {
    return new Temporary(
        new Problem(
            file.toString(),
            "cannot be written: " + cause.getMessage(),
            "room in the working folder",
            "free some space and run again"),
        cause);
  }
}
