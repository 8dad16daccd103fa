package rimrep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text that a test expects word for word, kept as a file below `src/test/golden` of the module
/// under test. `-Dgolden=update` writes what was found instead of comparing: then look at the
/// difference before committing it.
public final class GoldenFile {
  private final Path file;

  private GoldenFile(Path file) {
    this.file = file;
  }

  /// @param module folder of the Maven module, such as `pipeline`
  /// @param name path below its `src/test/golden`
  public static GoldenFile of(String module, String name) {
    return new GoldenFile(
        Path.of(System.getProperty("rimrep.root"), module, "src", "test", "golden").resolve(name));
  }

  /// A generated page of the project itself.
  ///
  /// @param path below the project's root
  public static GoldenFile page(String path) {
    return new GoldenFile(Path.of(System.getProperty("rimrep.root")).resolve(path));
  }

  /// Fails unless `found` is the kept text; line ends and the last newline count.
  public void matches(String found) {
    try {
      if ("update".equals(System.getProperty("golden"))) {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, found);
        return;
      }
      assertThat(file).as("golden file %s; -Dgolden=update writes it", file.getFileName()).exists();
      assertThat(found).as("differs from golden file %s", file).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
