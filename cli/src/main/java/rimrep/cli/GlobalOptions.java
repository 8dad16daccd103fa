package rimrep.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options that every command shares. What is not given is taken from `RIMREP_*`, then from
/// `rimrep.yaml`, then has its default: {@link Settings}.
final class GlobalOptions {
  @Option(
      names = "--catalog",
      paramLabel = "DIR",
      description = "Catalogue folder (RIMREP_CATALOG; default: ./catalog).")
  private @Nullable Path catalog;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data folder with public/, private/, artifacts/, postgres/ (RIMREP_DATA; default:"
              + " ./rimrep-data).")
  private @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file (RIMREP_CONFIG; default: ./rimrep.yaml if it exists).")
  private @Nullable Path config;

  @Option(names = "--json", description = "Write the result as JSON (RIMREP_JSON=true).")
  private boolean json;

  Optional<Path> catalog() {
    return Optional.ofNullable(catalog);
  }

  Optional<Path> data() {
    return Optional.ofNullable(data);
  }

  Optional<Path> config() {
    return Optional.ofNullable(config);
  }

  boolean json() {
    return json;
  }

  Settings settings() {
    return SettingsReader.read(this, System.getenv());
  }
}
