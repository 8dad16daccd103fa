package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.step.Verification;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.testing.SharedData;

/// What `rimrep inspect --draft` writes for a real file can be brought in at once.
class DraftedDatasetsTest {
  /// Of each folder the first file by name; profiles are refused by name as tables.
  private static final List<String> FOLDERS =
      List.of(
          "animal-tracking",
          "austemp-dhd",
          "dhw-max",
          "gsla",
          "mooring-syd140",
          "radar-nwa",
          "radar-turq",
          "soop-sst",
          "wave-buoy");

  @TempDir private Path folder;

  @Test
  void bringsInEveryRealFileFromItsDraft() throws IOException {
    Path catalog = emptyCatalog();
    List<DatasetId> ids = new ArrayList<>();
    for (String name : FOLDERS) {
      Path source = first(SharedData.file(name));
      DatasetId id = new DatasetId("draft-" + name.toLowerCase(Locale.ROOT));
      Path draft = catalog.resolve("collections/reef-monitoring").resolve(id.value());
      assertThat(
              Main.run(
                  "inspect",
                  source.toString(),
                  "--draft",
                  draft.toString(),
                  "--catalog",
                  catalog.toString()))
          .as(name)
          .isZero();
      ids.add(id);
    }
    run(catalog, ids);
  }

  private void run(Path catalog, List<DatasetId> ids) {
    Settings settings =
        SettingsReader.read(
            new GlobalOptions(),
            Map.of(
                "RIMREP_CATALOG", catalog.toString(),
                "RIMREP_DATA", folder.resolve("data").toString()));
    try (Stores stores = Wiring.stores(settings);
        Services services = Services.of(settings)) {
      var site = services.site(settings, Catalog.open(catalog), stores);
      Runs runs = new Runs(site, Duration.ofSeconds(5), Duration.ofSeconds(5));
      for (DatasetId id : ids) {
        RunRecord record =
            runs.run(id, Runs.ingest(), "manual", true, Reporting.listener(settings));
        assertThat(record.result())
            .as(id + " " + record.reason())
            .isEqualTo(RunRecord.Result.COMPLETE);
        assertThat(new Verification(site, true).verify(id).findings()).as(id.value()).isEmpty();
      }
    }
  }

  /// The sample catalogue without its datasets.
  private Path emptyCatalog() throws IOException {
    Path from = Path.of(System.getProperty("rimrep.root"), "catalog");
    Path to = folder.resolve("catalog");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file :
          files.filter(f -> !from.relativize(f).toString().contains("demo-")).toList()) {
        Files.createDirectories(to.resolve(from.relativize(file).toString()).getParent());
        if (Files.isRegularFile(file)) {
          Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
      }
    }
    return to;
  }

  private static Path first(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().findFirst().orElseThrow();
    }
  }
}
