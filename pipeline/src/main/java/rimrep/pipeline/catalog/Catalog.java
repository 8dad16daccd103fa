package rimrep.pipeline.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.BadConfiguration;

/// A catalogue folder as it was when it was opened: its findings and the definitions of its
/// datasets. Immutable.
public final class Catalog {
  private final Path root;
  private final CatalogReader.Reading reading;

  private Catalog(Path root, CatalogReader.Reading reading) {
    this.root = root;
    this.reading = reading;
  }

  /// Reads the catalogue; its endpoints are those of `catalog.yaml` under `local`. A folder that is
  /// missing or holds no `catalog.yaml` is a {@link BadConfiguration}; all else are findings.
  public static Catalog open(Path folder) {
    return read(folder, null);
  }

  /// Reads the catalogue with endpoints (address by name) that replace those it has under `local`.
  public static Catalog open(Path folder, Map<String, String> endpoints) {
    return read(folder, endpoints);
  }

  private static Catalog read(Path folder, @Nullable Map<String, String> endpoints) {
    if (!Files.isDirectory(folder)) {
      throw missing(folder, "no such folder");
    }
    if (!Files.isRegularFile(folder.resolve("catalog.yaml"))) {
      throw missing(folder, "a folder without catalog.yaml");
    }
    try {
      Path root = folder.toRealPath();
      return new Catalog(root, new CatalogReader(root).read(endpoints));
    } catch (IOException e) {
      throw missing(folder, "unreadable: " + e.getMessage());
    }
  }

  private static BadConfiguration missing(Path folder, String found) {
    return new BadConfiguration(
        "catalogue " + folder, found, "a catalogue folder", "name it with --catalog DIR");
  }

  /// The catalogue's folder, its real path: what sources' relative folders start from.
  public Path root() {
    return root;
  }

  /// All that is wrong, sorted by file and line.
  public List<Finding> check() {
    return reading.findings();
  }

  /// Ids of all dataset folders, right or wrong, sorted.
  public List<String> ids() {
    return List.copyOf(reading.folders().keySet());
  }

  /// All datasets, sorted by id. Any error in the catalogue is a {@link BadConfiguration}.
  public List<DatasetDefinition> datasets() {
    List<Finding> errors = check().stream().filter(Finding::isError).toList();
    if (!errors.isEmpty()) {
      throw wrong("catalogue " + root.getFileName(), errors);
    }
    return List.copyOf(reading.definitions().values());
  }

  /// The datasets in which no error was found, sorted by id; for who looks deeper into them.
  public List<DatasetDefinition> readable() {
    return List.copyOf(reading.definitions().values());
  }

  /// One dataset. Errors in other datasets do not matter; an error in its own folder, its
  /// collection or what all share is a {@link BadConfiguration}.
  public DatasetDefinition definition(DatasetId id) {
    String folder = reading.folders().get(id.value());
    if (folder == null) {
      throw new BadConfiguration(
          "dataset " + id,
          "not in the catalogue",
          ids().isEmpty() ? "a dataset of it" : "one of " + String.join(", ", ids()),
          Suggestion.of(id.value(), ids(), "correct the id"));
    }
    List<Finding> errors =
        check().stream().filter(f -> f.isError() && concerns(f, folder)).toList();
    Optional<DatasetDefinition> definition =
        Optional.ofNullable(reading.definitions().get(id.value()));
    if (!errors.isEmpty() || definition.isEmpty()) {
      throw wrong("dataset " + id, errors);
    }
    return definition.get();
  }

  /// Whether a finding touches the dataset in that folder: it is not about another dataset.
  private static boolean concerns(Finding finding, String folder) {
    String collection = folder.substring(0, folder.lastIndexOf('/'));
    String file = finding.file();
    boolean shared =
        !file.startsWith("collections/") || file.startsWith(collection + "/collection");
    return shared || file.equals(folder) || file.startsWith(folder + "/");
  }

  private static BadConfiguration wrong(String thing, List<Finding> errors) {
    String first = errors.isEmpty() ? "errors in its collection" : errors.getFirst().toString();
    int more = Math.max(0, errors.size() - 1);
    return new BadConfiguration(
        thing,
        first + (more == 0 ? "" : " (and " + more + " more)"),
        "",
        "rimrep check lists all errors");
  }
}
