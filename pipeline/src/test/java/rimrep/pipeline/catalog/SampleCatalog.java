package rimrep.pipeline.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A copy of the sample catalogue in a folder of the test, to be damaged at will.
record SampleCatalog(Path root) {
  static final Path ORIGINAL = Path.of(System.getProperty("rimrep.root"), "catalog");

  static SampleCatalog copyTo(Path folder) {
    try (Stream<Path> files = Files.walk(ORIGINAL)) {
      for (Path file : files.toList()) {
        Path target = folder.resolve(ORIGINAL.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.toString().endsWith(".nc")) {
          Files.copy(file, target);
        }
      }
      return new SampleCatalog(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Replaces text in a file; the text must be there.
  SampleCatalog replace(String file, String old, String with) {
    try {
      String text = Files.readString(root.resolve(file));
      if (!text.contains(old)) {
        throw new IllegalArgumentException(file + " holds no '" + old + "'");
      }
      Files.writeString(root.resolve(file), text.replace(old, with));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SampleCatalog write(String file, String text) {
    try {
      Files.createDirectories(root.resolve(file).getParent());
      Files.writeString(root.resolve(file), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> findings() {
    return Catalog.open(root).check().stream().map(Finding::toString).toList();
  }
}
