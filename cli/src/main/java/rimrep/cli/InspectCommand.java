package rimrep.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.BadUsage;
import rimrep.pipeline.http.AllowedHosts;
import rimrep.pipeline.http.HttpSettings;
import rimrep.pipeline.http.HttpSource;
import rimrep.pipeline.inspect.Draft;
import rimrep.pipeline.inspect.DraftOrigin;
import rimrep.pipeline.inspect.Inspection;
import rimrep.pipeline.inspect.Inspector;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.FileByteSource;

/// `rimrep inspect`: what a source holds, and a dataset's folder to start from.
@Command(
    name = "inspect",
    description = {
      "Describes a NetCDF, CSV or GeoJSON file of this machine or of a web server. With --draft it also",
      "writes a dataset's folder to start from: rimrep check points out what a person must still write,",
      "and rimrep run can bring it in at once."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep inspect catalog/sources/demo-sst/demo-sst-20240101.nc",
      "  rimrep inspect https://example.org/data/loggers.csv --json",
      "  rimrep inspect loggers.csv --draft catalog/collections/reef-monitoring/my-loggers",
      "",
      "Exit code: 0; 65 if it is nothing that can be ingested; 69 if the server does not answer."
    })
final class InspectCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "FILE|URL", description = "A file, or an http or https address.")
  private String source = "";

  @Option(
      names = "--draft",
      paramLabel = "DIR",
      description =
          "Folder to write: <catalogue>/collections/<collection>/<dataset id>. It must not exist.")
  private @Nullable Path draft;

  @Override
  public Integer call() {
    Settings settings = options.settings();
    Inspection inspection = isAddress() ? inspectUrl(settings) : inspectFile();
    if (settings.json()) {
      System.out.println(Json.mapper().writeValueAsString(inspection));
    } else {
      System.out.print(InspectionText.of(inspection));
    }
    if (draft != null) {
      write(inspection, draft);
    }
    return 0;
  }

  private boolean isAddress() {
    return source.startsWith("http://") || source.startsWith("https://");
  }

  private Inspection inspectUrl(Settings settings) {
    URI address;
    try {
      address = URI.create(source);
    } catch (IllegalArgumentException e) {
      throw new BadUsage("rimrep inspect", "'" + source + "'", "a file or an address", "");
    }
    AllowedHosts hosts = AllowedHosts.of(List.of(address), settings.allowLoopbackSources());
    try (HttpSource http = new HttpSource(HttpSettings.defaults(), hosts, Optional.empty());
        ByteSource bytes = http.open(address)) {
      return Inspector.inspect(bytes);
    }
  }

  private Inspection inspectFile() {
    Path file = Path.of(source);
    if (!Files.isRegularFile(file)) {
      throw new BadInput(
          source,
          Files.isDirectory(file) ? "a folder" : "no such file",
          "a file, or an http or https address",
          "correct the path");
    }
    try (ByteSource bytes = FileByteSource.open(file)) {
      return Inspector.inspect(bytes);
    }
  }

  private void write(Inspection inspection, Path folder) {
    Path target = folder.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      throw new BadUsage(
          "--draft", folder + " exists already", "a new folder", "name another, or remove it");
    }
    DatasetId id = new DatasetId(target.getFileName().toString());
    Optional<Path> catalog =
        Optional.ofNullable(target.getParent())
            .map(Path::getParent)
            .map(Path::getParent)
            .filter(c -> Files.exists(c.resolve("catalog.yaml")));
    Set<String> units = catalog.map(InspectCommand::units).orElse(Set.of());
    Draft made = Draft.of(inspection, id, origin(catalog), created(), units::contains);
    try {
      Files.createDirectories(target);
      for (Map.Entry<String, String> file : made.files().entrySet()) {
        Files.writeString(target.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw LocalFiles.failure(target, e);
    }
    System.err.println("drafted " + folder + ": " + String.join(", ", made.files().keySet()));
    made.notes().forEach(n -> System.err.println("  note: " + n));
    System.err.println(
        catalog.isPresent()
            ? "next: rimrep check, then rimrep run " + id
            : "it lies in no catalogue: <catalogue>/collections/<collection>/" + id);
  }

  private static Set<String> units(Path catalog) {
    Set<String> units = new HashSet<>();
    try {
      Json.mapper()
          .readTree(Files.readAllBytes(catalog.resolve("vocab/units.json")))
          .propertyNames()
          .forEach(units::add);
    } catch (IOException e) {
      throw LocalFiles.failure(catalog, e);
    }
    return units;
  }

  /// A file of the catalogue is named from the catalogue's root, another one by its absolute path.
  private DraftOrigin origin(Optional<Path> catalog) {
    if (isAddress()) {
      return new DraftOrigin.Http(source);
    }
    Path file = Path.of(source).toAbsolutePath().normalize();
    Path folder = file.resolveSibling("");
    Path named = catalog.filter(folder::startsWith).map(c -> c.relativize(folder)).orElse(folder);
    return new DraftOrigin.Folder(
        named.toString().replace('\\', '/'), file.getFileName().toString());
  }

  private Instant created() {
    if (isAddress()) {
      return Instant.now();
    }
    try {
      return Files.getLastModifiedTime(Path.of(source)).toInstant();
    } catch (IOException e) {
      throw LocalFiles.failure(Path.of(source), e);
    }
  }
}
