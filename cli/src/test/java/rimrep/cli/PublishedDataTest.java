package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadUsage;
import rimrep.pipeline.step.LedgerRebuild;
import rimrep.pipeline.step.Preview;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.step.Verification;
import rimrep.pipeline.step.Withdrawal;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.workflow.RunRecord;

/// What the commands say about published data: a table and a grid of the sample catalogue, brought
/// in once, then damaged, mended and taken back.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PublishedDataTest {
  private static final Path CATALOG = Path.of(System.getProperty("rimrep.root"), "catalog");
  private static final DatasetId TABLE = new DatasetId("demo-reefs");
  private static final DatasetId GRID = new DatasetId("demo-waves");

  @TempDir private static Path folder;
  private static Settings settings;
  private static Stores stores;
  private static Services services;

  @BeforeAll
  static void publish() throws IOException {
    copy(CATALOG, folder.resolve("catalog"));
    settings =
        SettingsReader.read(
            new GlobalOptions(),
            Map.of(
                "RIMREP_CATALOG", folder.resolve("catalog").toString(),
                "RIMREP_DATA", folder.resolve("data").toString()));
    stores = Wiring.stores(settings);
    services = Services.of(settings);
    assertThat(run(TABLE).exitCode()).isZero();
    assertThat(run(GRID).exitCode()).isZero();
  }

  @AfterAll
  static void close() {
    services.close();
    stores.close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static Site site() {
    return services.site(settings, Catalog.open(settings.catalog()), stores);
  }

  private static RunRecord run(DatasetId id) {
    return new Runs(site(), Duration.ofSeconds(5), Duration.ofSeconds(5))
        .run(id, Runs.ingest(), "manual", true, Reporting.listener(settings));
  }

  private static List<String> verify(DatasetId id) {
    return new Verification(site(), true)
        .verify(id).findings().stream().map(f -> f.kind().word() + " " + f.thing()).toList();
  }

  private static Path stored(String key) {
    return settings.data().resolve("public").resolve(key);
  }

  @Test
  @Order(1)
  void findsNothingWhereAllIsAsDescribed() {
    assertThat(verify(TABLE)).isEmpty();
    assertThat(verify(GRID)).isEmpty();
    Preview.Changes changes = new Preview(site(), true).of(GRID);
    assertThat(changes.any()).isFalse();
    assertThat(changes.count(Preview.State.UNCHANGED)).isEqualTo(2);
    assertThat(changes.documents()).hasSize(3);
  }

  @Test
  @Order(2)
  void plansWhatATitleAndAnItemChange() throws IOException {
    Path curated =
        settings.catalog().resolve("collections/sea-surface/demo-waves/datapackage.json");
    String before = Files.readString(curated);
    Path items = settings.catalog().resolve("sources/demo-waves");
    Files.writeString(curated, before.replace("\"title\": \"", "\"title\": \"New: "));
    Files.copy(items.resolve("demo-waves-1.nc"), items.resolve("demo-waves-3.nc"));
    Preview.Changes changes = new Preview(site(), true).of(GRID);
    assertThat(changes.count(Preview.State.NEW)).isEqualTo(1);
    assertThat(changes.documents().getFirst().differences())
        .singleElement()
        .satisfies(d -> assertThat(d.toString()).startsWith("~ /title ").contains("New: "));
    assertThat(changes.documents().get(1).differences())
        .anyMatch(d -> d.pointer().equals("/properties/title"));
    Files.writeString(curated, before);
    Files.delete(items.resolve("demo-waves-3.nc"));
    assertThat(verify(GRID)).isEmpty();
  }

  @Test
  @Order(3)
  void namesDamagedSurplusAndMissingObjects() throws IOException {
    Path surplus = stored(TABLE + "/data.parquet/b.parquet");
    Files.writeString(surplus, "x");
    assertThat(verify(TABLE)).contains("surplus " + TABLE + "/data.parquet/b.parquet");
    Files.delete(surplus);

    Path chunk = firstChunk();
    String key = stored("").relativize(chunk).toString();
    byte[] bytes = Files.readAllBytes(chunk);
    Files.write(chunk, new byte[] {1}, StandardOpenOption.APPEND);
    assertThat(verify(GRID)).contains("content " + key);
    Files.delete(chunk);
    assertThat(verify(GRID)).contains("missing " + key);
    Files.write(chunk, bytes);
    assertThat(verify(GRID)).isEmpty();
  }

  private static Path firstChunk() throws IOException {
    try (Stream<Path> files = Files.walk(stored(GRID + "/data.zarr"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("0\\.0\\.0"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  @Order(4)
  void namesADamagedPackageAndDocumentsThatAreGone() throws IOException {
    Path complete = stored(TABLE + "/datapackage.json");
    String text = Files.readString(complete);
    Files.writeString(complete, text.replaceFirst("\"title\":\"", "\"title\":\"X"));
    assertThat(verify(TABLE)).singleElement().asString().startsWith("package ");
    Files.writeString(complete, text);

    site().stac().deleteItem("reef-monitoring", TABLE.value());
    Files.delete(settings.data().resolve("artifacts/pygeoapi/datasets/" + TABLE + ".yaml"));
    assertThat(verify(TABLE))
        .containsExactly(
            "stac collections/reef-monitoring/items/" + TABLE,
            "pygeoapi pygeoapi/datasets/" + TABLE + ".yaml",
            "pygeoapi pygeoapi/config-pygeoapi.yaml");
    assertThat(run(TABLE).exitCode()).isZero();
    assertThat(verify(TABLE)).isEmpty();
  }

  @Test
  @Order(5)
  void failsOnLimitedDataUnderThePublicStore() throws IOException {
    Path secret = settings.data().resolve("private/" + TABLE + "/leak.txt");
    Files.createDirectories(secret.getParent());
    Files.writeString(secret, "x");
    assertThat(verify(TABLE)).contains("exposed " + stored(TABLE + "/datapackage.json"));
    Files.delete(secret);
    Files.delete(secret.getParent());
  }

  @Test
  @Order(6)
  void beginsALostLedgerAgainAndAdoptsWhatIsStored() throws IOException {
    Path ledger = settings.data().resolve("artifacts/ledger/" + GRID + ".json");
    assertThatThrownBy(() -> new LedgerRebuild(site()).rebuild(GRID)).isInstanceOf(BadUsage.class);
    Files.delete(ledger);
    RunRecord refused = run(GRID);
    assertThat(refused.exitCode()).isEqualTo(BadConfiguration.EXIT);
    assertThat(refused.reason().orElse("")).contains("rimrep ledger rebuild");
    new LedgerRebuild(site()).rebuild(GRID);
    assertThat(run(GRID).exitCode()).isZero();
    assertThat(verify(GRID)).isEmpty();
  }

  @Test
  @Order(6)
  void tellsARunThatCannotStartAsAFailedOne() {
    Storage artifacts = stores.artifacts();
    try (Storage.Lock held = Runs.lock(artifacts, TABLE, "somebody", Duration.ZERO)) {
      assertThat(held.isHeld()).isTrue();
      RunRecord record =
          new Runs(site(), Duration.ofSeconds(5), Duration.ZERO)
              .run(TABLE, Runs.ingest(), "manual", true, Reporting.listener(settings));
      assertThat(record.result()).isEqualTo(RunRecord.Result.FAILED);
      assertThat(record.exitCode()).isEqualTo(75);
      assertThat(record.reason().orElseThrow()).contains("held by somebody");
    }
  }

  @Test
  @Order(7)
  void takesBackWhatWasPublished() {
    Withdrawal withdrawal = new Withdrawal(site());
    Withdrawal.Found found = withdrawal.find(GRID);
    assertThat(found.objects())
        .singleElement()
        .satisfies(o -> {
          assertThat(o.keys().get(0)).endsWith("/datapackage.json");
          assertThat(o.keys().get(1)).endsWith("/.zmetadata");
        });
    withdrawal.withdraw(found);
    assertThat(withdrawal.find(GRID).nothing()).isTrue();
    assertThat(Files.exists(stored(GRID.value()))).isFalse();
    assertThat(site().stac().collection("sea-surface")).isEmpty();
    assertThat(verify(GRID)).containsExactly("package " + GRID);
    assertThat(run(GRID).exitCode()).isZero();
    assertThat(verify(GRID)).isEmpty();
  }
}
