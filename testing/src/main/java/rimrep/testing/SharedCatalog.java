package rimrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The test catalogue whose sources are the real files of the shared data.
public final class SharedCatalog {
  /// Folders and files of the shared data by dataset. The empty file is an item of TURQ.
  private static final Map<String, List<String>> SOURCES =
      new TreeMap<>(
          Map.of(
              "imos-gsla", List.of("gsla"),
              "imos-radar-turq", List.of("radar-turq", "broken"),
              "imos-radar-nwa", List.of("radar-nwa"),
              "imos-mooring-syd140", List.of("mooring-syd140"),
              "imos-animal-tracking", List.of("animal-tracking"),
              "dhw-max", List.of("dhw-max")));

  private SharedCatalog() {}

  /// Copies the catalogue to a folder, with the real files below its `sources/`; skips the test
  /// that asks if there are none.
  public static Path copyTo(Path folder) {
    Path original = Path.of(System.getProperty("rimrep.root"), "cli/src/test/catalog-shared");
    SOURCES.forEach((dataset, names) ->
        names.forEach(
            name -> copy(SharedData.file(name), folder.resolve("sources").resolve(dataset))));
    copy(original, folder);
    return folder;
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.write(target, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
