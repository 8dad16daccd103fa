package rimrep.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// Real provider files that lie beside the clone. Tests that need them are skipped, with the
/// reason, where they are absent.
public final class SharedData {
  /// The reason a test gives when it is skipped.
  public static final String SKIPPED = "skipped: no shared data beside the clone";

  private SharedData() {}

  /// The folder, if it is there.
  public static Optional<Path> folder() {
    String property = System.getProperty("rimrep.sharedData", "");
    return property.isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of(property).normalize()).filter(Files::isDirectory);
  }

  /// A file of it; skips the test that asks if the folder is absent, fails it if only the file is.
  public static Path file(String name) {
    Optional<Path> folder = folder();
    Assumptions.assumeTrue(folder.isPresent(), SKIPPED);
    Path file = folder.orElseThrow().resolve(name);
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + " is absent from the shared data");
    }
    return file;
  }
}
