package rimrep.pipeline.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Paths that a catalogue's documents name: relative to the dataset's folder, else to the
/// catalogue, and never outside it; or absolute.
///
/// @param root the catalogue's folder, its real path
record Folders(Path root) {
  /// What became of a written path.
  sealed interface Resolved {
    /// @param text path below the catalogue's root with `/`, or the absolute path
    record Found(String text) implements Resolved {}

    record Missing() implements Resolved {}

    record Outside() implements Resolved {}
  }

  Resolved resolve(String datasetFolder, String written) {
    Optional<Path> path = path(datasetFolder, written);
    if (path.isEmpty() || !Files.exists(path.get())) {
      return new Resolved.Missing();
    }
    if (Path.of(written).isAbsolute()) {
      return new Resolved.Found(written);
    }
    try {
      Path real = path.get().toRealPath();
      return real.startsWith(root)
          ? new Resolved.Found(slashes(root.relativize(real)))
          : new Resolved.Outside();
    } catch (IOException e) {
      return new Resolved.Missing();
    }
  }

  private Optional<Path> path(String datasetFolder, String written) {
    try {
      Path beside = root.resolve(datasetFolder).resolve(written).normalize();
      return Optional.of(Files.exists(beside) ? beside : root.resolve(written).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
