package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.grid.ZarrArray;
import rimrep.pipeline.grid.ZarrStore;
import rimrep.pipeline.step.CompletePackages;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.step.Verification;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.testing.SharedCatalog;
import rimrep.testing.SharedData;
import tools.jackson.databind.JsonNode;

/// Real files of providers, from source to published, against the facts that a correct conversion
/// must show.
class SharedCatalogTest {
  private static final List<String> DATASETS =
      List.of(
          "imos-gsla",
          "imos-radar-turq",
          "imos-radar-nwa",
          "imos-mooring-syd140",
          "imos-animal-tracking",
          "dhw-max");

  /// Centres of the outer cells lie this far inside the box along their edges, in degrees.
  private static final double GSLA_HALF_CELL = 0.1;

  @TempDir private static Path folder;
  private static Stores stores;
  private static Services services;
  private static Settings settings;
  private static JsonNode expected;
  private static final Map<String, RunRecord> RUNS = new HashMap<>();

  @BeforeAll
  static void ingest() throws IOException {
    Path catalog = SharedCatalog.copyTo(folder.resolve("catalog"));
    expected = Json.mapper().readTree(Files.readAllBytes(SharedData.file("expected.json")));
    settings =
        SettingsReader.read(
            new GlobalOptions(),
            Map.of(
                "RIMREP_CATALOG", catalog.toString(),
                "RIMREP_DATA", folder.resolve("data").toString()));
    stores = Wiring.stores(settings);
    services = Services.of(settings);
    Runs runs =
        new Runs(
            services.site(settings, Catalog.open(settings.catalog()), stores),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
    for (String dataset : DATASETS) {
      RUNS.put(
          dataset,
          runs.run(
              new DatasetId(dataset), Runs.ingest(), "manual", true, Reporting.listener(settings)));
    }
  }

  @AfterAll
  static void close() {
    if (services != null) {
      services.close();
      stores.close();
    }
  }

  private static RunRecord run(String dataset) {
    return Objects.requireNonNull(RUNS.get(dataset));
  }

  private static Measured measured(String dataset) {
    CompletePackage complete =
        new CompletePackages(stores).find(new DatasetId(dataset), Access.PUBLIC).orElseThrow();
    return complete.measured();
  }

  private static Measured.VariableFacts variable(String dataset, String name) {
    return Objects.requireNonNull(measured(dataset).variables().get(name), name);
  }

  private static void hasTimes(String dataset, String first, String last, long count) {
    Measured.TimeFacts time = measured(dataset).time().orElseThrow();
    assertThat(time.start()).isEqualTo(Instant.parse(first));
    assertThat(time.end()).isEqualTo(Instant.parse(last));
    assertThat(time.count()).isEqualTo(count);
  }

  private static void hasBox(String dataset, double[] box, double tolerance) {
    BoundingBox found = measured(dataset).bbox().orElseThrow();
    assertThat(new double[] {found.west(), found.south(), found.east(), found.north()})
        .containsExactly(box, within(tolerance));
  }

  private static ZarrArray array(String dataset, String name) {
    return ZarrStore.open(stores.publicStore(), dataset + "/data.zarr")
        .orElseThrow()
        .array(name)
        .orElseThrow();
  }

  /// SHA-256 of the stored values of one of `steps` equal steps along the first dimension.
  private static String digest(String dataset, String name, int step, int steps) {
    byte[] all = array(dataset, name).readAll();
    int length = all.length / steps;
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(all, step * length, length);
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<JsonNode> files(String folder) {
    List<JsonNode> files = new ArrayList<>();
    expected.path(folder).path("files").forEach(f -> files.add(expected.path(f.stringValue())));
    return files;
  }

  private static void storesTheIntegersOf(String folder, String dataset, List<String> names) {
    List<JsonNode> files = files(folder);
    for (int step = 0; step < files.size(); step++) {
      for (String name : names) {
        JsonNode variable = files.get(step).path("variables").path(name);
        assertThat(digest(dataset, name, step, files.size()))
            .as(name + " of " + step)
            .isEqualTo(variable.path("storedSha256").stringValue());
      }
    }
  }

  private static long sum(List<JsonNode> files, String variable, String fact) {
    return files.stream()
        .mapToLong(f -> f.path("variables").path(variable).path(fact).longValue())
        .sum();
  }

  @Test
  void publishesEachDatasetAndFindsItAsDescribed() {
    for (String dataset : DATASETS) {
      RunRecord run = run(dataset);
      boolean broken = dataset.equals("imos-radar-turq");
      assertThat(run.result())
          .as(dataset)
          .isEqualTo(broken ? RunRecord.Result.PARTIAL : RunRecord.Result.COMPLETE);
      assertThat(run.exitCode()).isEqualTo(broken ? 65 : 0);
      assertThat(
              new Verification(
                      services.site(settings, Catalog.open(settings.catalog()), stores), true)
                  .verify(new DatasetId(dataset))
                  .findings())
          .as(dataset)
          .isEmpty();
    }
  }

  @Test
  void storesGslaOfBothYearsWithTheSourceIntegers() {
    String id = "imos-gsla";
    JsonNode both = expected.path("gsla/");
    hasTimes(id, both.at("/time/0").stringValue(), both.at("/time/1").stringValue(), 2);
    assertThat(variable(id, "GSLA").shape()).containsExactly(2L, 351L, 641L);
    storesTheIntegersOf("gsla/", id, List.of("GSLA", "GSL", "UCUR", "VCUR"));
    assertThat(variable(id, "GSLA").valid()).isEqualTo(sum(files("gsla/"), "GSLA", "valid"));
    assertThat(variable(id, "GSLA").missing()).isEqualTo(sum(files("gsla/"), "GSLA", "missing"));
    List<JsonNode> gsla =
        files("gsla/").stream().map(f -> f.path("variables").path("GSLA")).toList();
    assertThat(variable(id, "GSLA").min().orElseThrow())
        .isEqualTo(
            gsla.stream().mapToDouble(v -> v.path("min").doubleValue()).min().orElseThrow(),
            within(1e-9));
    assertThat(variable(id, "GSLA").max().orElseThrow())
        .isEqualTo(
            gsla.stream().mapToDouble(v -> v.path("max").doubleValue()).max().orElseThrow(),
            within(1e-9));
    assertThat(variable(id, "UCUR_MEAN").missing())
        .isEqualTo(
            both.at("/missingInStep0/UCUR_MEAN").longValue()
                + files("gsla/").get(1).at("/variables/UCUR_MEAN/missing").longValue());
    double h = GSLA_HALF_CELL;
    hasBox(id, new double[] {57 - h, -60 - h, 185 + h, 10 + h}, 1e-3);
  }

  @Test
  void storesTheHoursOfTurqAndRejectsTheEmptyFileByName() {
    String id = "imos-radar-turq";
    JsonNode all = expected.path("radar-turq/");
    hasTimes(id, all.at("/time/0").stringValue(), all.at("/time/2").stringValue(), 3);
    assertThat(variable(id, "UCUR").shape()).containsExactly(3L, 60L, 59L);
    storesTheIntegersOf("radar-turq/", id, List.of("UCUR", "VCUR", "UCUR_quality_control"));
    long valid = 0;
    for (JsonNode count : all.at("/validPerStep/UCUR")) {
      valid += count.longValue();
    }
    assertThat(variable(id, "UCUR").valid()).isEqualTo(valid);
    assertThat(variable(id, "UCUR").min().orElseThrow())
        .isEqualTo(all.path("ucurMin").doubleValue(), within(1e-9));
    assertThat(variable(id, "UCUR").max().orElseThrow())
        .isEqualTo(all.path("ucurMax").doubleValue(), within(1e-9));
    Ledger ledger = ledger(id);
    assertThat(ledger.items().values())
        .filteredOn(e -> e.outcome() == ItemOutcome.REJECTED)
        .singleElement()
        .satisfies(e -> {
          assertThat(e.item().location()).endsWith("DUMMY.nc");
          assertThat(e.reason().orElseThrow()).contains("an empty file");
        });
    assertThat(ledger.items()).hasSize(4);
  }

  private static Ledger ledger(String dataset) {
    byte[] bytes = stores.artifacts().get(Ledger.key(new DatasetId(dataset))).orElseThrow().bytes();
    return Json.mapper().readValue(bytes, Ledger.class);
  }

  @Test
  void putsTheTurnedNwaFileOnTheRightCells() {
    String id = "imos-radar-nwa";
    JsonNode both = expected.path("radar-nwa/");
    hasTimes(id, both.at("/time/0").stringValue(), both.at("/time/1").stringValue(), 2);
    assertThat(variable(id, "UCUR").shape()).containsExactly(2L, 51L, 55L);
    assertThat(variable(id, "UCUR").valid()).isEqualTo(both.path("validCells").size());
    for (String name : List.of("UCUR", "VCUR")) {
      float[] values = floats(array(id, name).readAll());
      for (JsonNode cell : both.path("validCells")) {
        int step = cell.path("time").equals(both.at("/time/0")) ? 0 : 1;
        int row = step * 51 + cell.path("storeLatitudeIndex").intValue();
        assertThat((double) values[row * 55 + cell.path("storeLongitudeIndex").intValue()])
            .isEqualTo(cell.path(name).doubleValue());
      }
    }
  }

  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    java.nio.ByteBuffer.wrap(bytes)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }

  @Test
  void storesTheOneShotGridOfDegreeHeatingWeeks() {
    String id = "dhw-max";
    JsonNode file = expected.path("dhw-max/DHWmax_y2date.nc");
    assertThat(measured(id).time()).isEmpty();
    for (String name : List.of("DHWmax", "DHWyday", "lat", "lon")) {
      JsonNode facts = file.path("variables").path(name);
      assertThat(digest(id, name, 0, 1)).isEqualTo(facts.path("storedSha256").stringValue());
    }
    assertThat(variable(id, "DHWmax").valid()).isEqualTo(98552);
    assertThat(variable(id, "DHWmax").missing()).isEqualTo(41448);
    assertThat(variable(id, "DHWmax").max().orElseThrow())
        .isEqualTo(file.at("/variables/DHWmax/max").doubleValue(), within(1e-9));
    double h = 0.025;
    JsonNode box = file.path("bbox");
    hasBox(
        id,
        new double[] {
          box.get(0).doubleValue() - h,
          box.get(1).doubleValue() - h,
          box.get(2).doubleValue() + h,
          box.get(3).doubleValue() + h
        },
        1e-3);
  }

  @Test
  void storesEveryRowOfTheMooring() {
    String id = "imos-mooring-syd140";
    JsonNode file =
        expected.properties().stream()
            .filter(e -> e.getKey().startsWith("mooring-syd140/"))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertThat(measured(id).rows()).contains(file.at("/table/rowsOut").longValue());
    Measured.TimeFacts time = measured(id).time().orElseThrow();
    assertThat(time.start()).isEqualTo(Instant.parse(file.at("/time/first").stringValue()));
    assertThat(time.end()).isEqualTo(Instant.parse(file.at("/time/last").stringValue()));
    for (String name : List.of("TEMP", "PSAL", "DEPTH")) {
      JsonNode facts = file.path("variables").path(name);
      assertThat(variable(id, name).valid()).isEqualTo(facts.path("valid").longValue());
      assertThat(variable(id, name).min().orElseThrow())
          .isEqualTo(facts.path("min").doubleValue(), within(1e-6));
      assertThat(variable(id, name).max().orElseThrow())
          .isEqualTo(facts.path("max").doubleValue(), within(1e-6));
    }
    hasBox(id, new double[] {151.45185, -33.9958666667, 151.45185, -33.9958666667}, 1e-9);
  }

  @Test
  void storesEveryDetectionOfTheTaggedAnimals() {
    String id = "imos-animal-tracking";
    JsonNode file = expected.path("animal-tracking/A69-1105-135_107799906_130722039.csv");
    assertThat(measured(id).rows()).contains(file.at("/table/rowsOut").longValue());
    JsonNode box = file.path("bbox");
    hasBox(
        id,
        new double[] {
          box.get(0).doubleValue(),
          box.get(1).doubleValue(),
          box.get(2).doubleValue(),
          box.get(3).doubleValue()
        },
        1e-9);
    Measured.TimeFacts time = measured(id).time().orElseThrow();
    assertThat(time.start()).isEqualTo(Instant.parse(file.at("/time/first").stringValue() + "Z"));
    assertThat(time.end()).isEqualTo(Instant.parse(file.at("/time/last").stringValue() + "Z"));
    assertThat(variable(id, "sensor_value").min()).contains(20.0);
    assertThat(variable(id, "sensor_value").max()).contains(243.0);
  }
}
