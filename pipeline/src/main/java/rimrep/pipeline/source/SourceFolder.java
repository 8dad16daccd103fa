package rimrep.pipeline.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import rimrep.pipeline.dataset.SourceSpec;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.SourceUnavailable;

/// The folder of a source on this machine.
///
/// @param path as the source names it, absolute
/// @param real with links followed: files must lie below
record SourceFolder(Path path, Path real) {
  static SourceFolder of(Path catalogRoot, SourceSpec.Folder source) {
    Path path = catalogRoot.resolve(source.folder()).normalize();
    try {
      if (!Files.isDirectory(path)) {
        throw unavailable(source, "no such folder", null);
      }
      return new SourceFolder(path, path.toRealPath());
    } catch (IOException e) {
      throw unavailable(source, "cannot be read: " + e.getMessage(), e);
    }
  }

  static SourceUnavailable unavailable(
      SourceSpec.Folder source, String found, @org.jspecify.annotations.Nullable Throwable cause) {
    return new SourceUnavailable(
        new Problem(
            "source " + source.name() + ", folder " + source.folder(),
            found,
            "a folder that can be read",
            "make it available and run again"),
        cause);
  }

  /// Whether the file, links followed, lies in the folder.
  boolean holds(Path file) throws IOException {
    return file.toRealPath().startsWith(real);
  }

  /// The file's name in the source: its path below the folder with `/`.
  String name(Path file) {
    return path.relativize(file).toString().replace('\\', '/');
  }
}
