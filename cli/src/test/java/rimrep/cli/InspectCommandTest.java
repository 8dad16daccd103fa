package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.catalog.Finding;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.grid.GridContract;
import rimrep.pipeline.grid.ZarrStore;
import rimrep.pipeline.storage.FolderStorage;
import rimrep.pipeline.table.TableContract;
import rimrep.testing.TinyCdf;
import tools.jackson.databind.JsonNode;

class InspectCommandTest {
  private static final Path SAMPLE = Path.of(System.getProperty("rimrep.root"), "catalog");

  @TempDir private Path folder;
  private Path catalog;

  @BeforeEach
  void copyTheCatalogue() throws IOException {
    catalog = folder.resolve("catalog");
    try (Stream<Path> files = Files.walk(SAMPLE)) {
      for (Path file : files.toList()) {
        Files.copy(file, catalog.resolve(SAMPLE.relativize(file).toString()));
      }
    }
  }

  private record Result(int code, String out, String err) {}

  private static Result inspect(String... args) {
    PrintStream before = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      String[] all = new String[args.length + 1];
      all[0] = "inspect";
      System.arraycopy(args, 0, all, 1, args.length);
      int code = Main.run(all);
      return new Result(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
      System.setErr(errBefore);
    }
  }

  private String source(String name) {
    return catalog.resolve("sources").resolve(name).toString();
  }

  @Test
  void describesANetcdfFileForPeopleAndForPrograms() {
    String file = source("demo-sst/demo-sst-20240101.nc");
    assertThat(inspect(file).out())
        .contains("netCDF-4")
        .contains("2024-01-01T")
        .contains("It can become a grid.");
    JsonNode json = Json.mapper().readTree(inspect(file, "--json").out());
    assertThat(json.path("layout").stringValue()).isEqualTo("GRID");
    assertThat(json.path("dimensions").path(0).path("axis").stringValue()).isEqualTo("t");
  }

  @Test
  void tellsTheTypesOfACsvFile() {
    JsonNode json =
        Json.mapper().readTree(inspect(source("demo-loggers/demo-north.csv"), "--json").out());
    List<String> types =
        json.path("table")
            .path("columns")
            .valueStream()
            .map(c -> c.path("name").stringValue() + " " + c.path("type").stringValue())
            .toList();
    assertThat(types)
        .contains("site string", "logger_id string", "time datetime", "latitude number");
    assertThat(json.path("table").path("delimiter").stringValue()).isEqualTo(",");
  }

  @ParameterizedTest
  @CsvSource({
    "demo-sst/demo-sst-20240101.nc, sea-surface",
    "demo-waves/demo-waves-1.nc, sea-surface",
    "demo-loggers/demo-south.csv, reef-monitoring",
    "demo-survey-sites/demo-surveys.csv, reef-monitoring",
    "demo-reefs/demo-reefs.geojson, reef-monitoring",
  })
  void draftsAFolderThatCheckTakesWithWarningsOnly(String file, String collection) {
    Path draft = catalog.resolve("collections").resolve(collection).resolve("drafted");
    assertThat(inspect(source(file), "--draft", draft.toString()).code()).isZero();
    Catalog read = Catalog.open(catalog);
    List<Finding> findings = read.check();
    assertThat(findings).noneMatch(Finding::isError);
    assertThat(findings.stream().map(Finding::toString))
        .anyMatch(f -> f.contains("drafted/datapackage.json") && f.contains("placeholder"));
    var definition = read.definition(new DatasetId("drafted"));
    String digest =
        switch (definition.kind()) {
          case GRID -> GridContract.of(definition.schema(), definition.ingest().section()).digest();
          case TABLE ->
              TableContract.of(definition.schema(), definition.ingest().section()).digest();
        };
    assertThat(digest).isNotEmpty();
    assertThat(inspect(source(file), "--draft", draft.toString()).code()).isEqualTo(64);
  }

  @Test
  void draftsAGridWhoseDimensionsAreCalledOtherThanTheirCoordinatesSoThatItRunsAndGrows() {
    Path first = record("day1.nc", 1, Map.of());
    Path draft = catalog.resolve("collections/sea-surface/drafted");
    Result result = inspect(first.toString(), "--draft", draft.toString());
    assertThat(result.out()).contains("record (t)");
    assertThat(result.err())
        .contains("dimension record is called t in the store")
        .contains("pygeoapi serves a grid only if its time is called time: rename t to it");
    assertThat(draft.resolve("ingest.yaml"))
        .content()
        .contains("append: \"t\"")
        .contains("rename: {\"k\": \"zc\", \"record\": \"t\"}");
    record("day3.nc", 3, Map.of());
    takeAllFiles(draft);
    assertThat(run()).isZero();
    record("day5.nc", 5, Map.of());
    assertThat(run()).isZero();
    ZarrStore store =
        ZarrStore.open(new FolderStorage(folder.resolve("data/public")), "drafted/data.zarr")
            .orElseThrow();
    // days since 1990-01-01 00:00:00 +10
    assertThat(Instant.ofEpochSecond(store.array("t").orElseThrow().readLongs()[5]))
        .isEqualTo(Instant.parse("1990-01-06T14:00:00Z"));
    assertThat(store.array("temp").orElseThrow().layout().dimensions())
        .containsExactly("t", "zc", "latitude", "longitude");
    assertThat(store.array("temp").orElseThrow().readDoubles())
        .containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6);
  }

  @Test
  void leavesADimensionItsNameWhereTwoVariablesCouldBeItsCoordinate() {
    Path file = record("two.nc", 1, Map.of("end", "days since 1990-01-01"));
    Path draft = catalog.resolve("collections/sea-surface/drafted");
    assertThat(inspect(file.toString(), "--draft", draft.toString()).err())
        .contains("more than one that could be its coordinate: t, end")
        .contains("time t lies along dimension record, which has no variable of its own name");
  }

  @Test
  void draftsWhatReadersCanOpenOfTimesTheirBoundsAndLabels() throws IOException {
    Path file =
        new TinyCdf()
            .dimension("time", 2)
            .dimension("lat", 2)
            .dimension("lon", 2)
            .dimension("nv", 2)
            .dimension("letters", 4)
            .variable(
                "time",
                TinyCdf.Type.DOUBLE,
                List.of("time"),
                Map.of("units", "milliseconds since 2020-01-01", "bounds", "time_bnds"),
                new double[] {0, 250})
            .variable(
                "time_bnds",
                TinyCdf.Type.DOUBLE,
                List.of("time", "nv"),
                Map.of(),
                new double[] {-250, 0, 0, 250})
            .variable(
                "tau",
                TinyCdf.Type.DOUBLE,
                List.of("time"),
                Map.of("units", "hours since analysis"),
                new double[] {0, 0})
            .variable(
                "lat",
                TinyCdf.Type.DOUBLE,
                List.of("lat"),
                Map.of("units", "degrees_north"),
                new double[] {-20, -19})
            .variable(
                "lon",
                TinyCdf.Type.DOUBLE,
                List.of("lon"),
                Map.of("units", "degrees_east"),
                new double[] {147, 148})
            .variable("kind", TinyCdf.Type.CHAR, List.of("time", "letters"), Map.of(), "realtest")
            .variable(
                "v",
                TinyCdf.Type.DOUBLE,
                List.of("time", "lat", "lon"),
                Map.of(),
                new double[] {1, 2, 3, 4, 5, 6, 7, 8})
            .write(folder.resolve("day1.nc"));
    Path draft = catalog.resolve("collections/sea-surface/drafted");
    assertThat(inspect(file.toString(), "--draft", draft.toString()).err())
        .contains("variable tau is left out for its units 'hours since analysis'");
    assertThat(draft.resolve("ingest.yaml")).content().contains("resolution: 1ms");
    takeAllFiles(draft);
    assertThat(run()).isZero();
    ZarrStore store =
        ZarrStore.open(new FolderStorage(folder.resolve("data/public")), "drafted/data.zarr")
            .orElseThrow();
    long origin = Instant.parse("2020-01-01T00:00:00Z").toEpochMilli();
    assertThat(store.array("time").orElseThrow().readLongs()).containsExactly(origin, origin + 250);
    assertThat(store.array("time_bnds").orElseThrow().readLongs())
        .containsExactly(origin - 250, origin, origin, origin + 250);
    assertThat(store.array("kind").orElseThrow().readText()).containsExactly("real", "test");
  }

  @Test
  void draftsRowsAlongTimeAndDepthWhereNothingLiesAlongTheTimeAlone() {
    Path file =
        new TinyCdf()
            .dimension("time", 2)
            .dimension("depth", 3)
            .variable(
                "time",
                TinyCdf.Type.DOUBLE,
                List.of("time"),
                Map.of("units", "days since 2000-01-01"),
                new double[] {0, 0.5 / 86_400})
            .variable(
                "depth",
                TinyCdf.Type.FLOAT,
                List.of("depth"),
                Map.of("units", "m", "positive", "down"),
                new double[] {1, 2, 3})
            .variable(
                "temp",
                TinyCdf.Type.FLOAT,
                List.of("time", "depth"),
                Map.of(),
                new double[] {1, 2, 3, 4, 5, 6})
            .write(folder.resolve("day1.nc"));
    Path draft = catalog.resolve("collections/sea-surface/drafted");
    assertThat(inspect(file.toString(), "--draft", draft.toString()).err())
        .doesNotContain("left out");
    assertThat(draft.resolve("ingest.yaml")).content().contains("fid: \"{time}-{depth}\"");
    takeAllFiles(draft);
    assertThat(run()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-02 03:04:05, datetime, %Y-%m-%d %H:%M:%S",
    "2024-01-02 03:04:05.25, datetime, %Y-%m-%d %H:%M:%S.%f",
    "2024-01-02 03:04:05+10:00, datetime, %Y-%m-%d %H:%M:%S%z",
    "13/01/2024 9:05, datetime, %d/%m/%Y %H:%M",
    "01/13/2024, date, %m/%d/%Y",
    "12/01/2024, string, ''",
  })
  void draftsTheFormatOfTimesThatAreNotIso(String value, String type, String format)
      throws IOException {
    Path file = folder.resolve("day1.csv");
    Files.writeString(file, "id,when\n1," + value + "\n2," + value + "\n");
    Path draft = catalog.resolve("collections/sea-surface/drafted");
    assertThat(
            inspect(file.toString(), "--draft", draft.toString())
                .err()
                .contains("day from the month"))
        .isEqualTo(type.equals("string"));
    JsonNode field =
        Json.mapper()
            .readTree(Files.readString(draft.resolve("tableschema.json")))
            .path("fields")
            .path(1);
    assertThat(field.path("type").asString("")).isEqualTo(type);
    assertThat(field.path("format").asString("")).isEqualTo(format);
    takeAllFiles(draft);
    assertThat(run()).isZero();
  }

  @Test
  void placesARotatedGridByItsLatitudesAndLongitudesAlone() throws IOException {
    List<String> plane = List.of("rlat", "rlon");
    Path file =
        new TinyCdf()
            .dimension("rlat", 2)
            .dimension("rlon", 2)
            .dimension("corner", 2)
            .variable(
                "rlat",
                TinyCdf.Type.DOUBLE,
                List.of("rlat"),
                Map.of("units", "degrees", "axis", "Y", "standard_name", "grid_latitude"),
                new double[] {-1, 1})
            .variable(
                "rlon",
                TinyCdf.Type.DOUBLE,
                List.of("rlon"),
                Map.of("units", "degrees", "axis", "X", "standard_name", "grid_longitude"),
                new double[] {-1, 1})
            .variable(
                "lat_corner",
                TinyCdf.Type.DOUBLE,
                List.of("rlon", "corner"),
                Map.of("units", "degrees_north"),
                new double[] {0, 0, 0, 0})
            .variable(
                "lat",
                TinyCdf.Type.DOUBLE,
                plane,
                Map.of("units", "degrees_north"),
                new double[] {-20, -20, -18, -18})
            .variable(
                "lon",
                TinyCdf.Type.DOUBLE,
                plane,
                Map.of("units", "degrees_east"),
                new double[] {147, 149, 147, 149})
            .variable("v", TinyCdf.Type.DOUBLE, plane, Map.of(), new double[] {1, 2, 3, 4})
            .write(folder.resolve("day1.nc"));
    Path draft = catalog.resolve("collections/sea-surface/drafted");
    assertThat(inspect(file.toString(), "--draft", draft.toString()).err())
        .contains("dimension rlat counts in 'degrees', not in degrees north or east");
    JsonNode schema = Json.mapper().readTree(Files.readString(draft.resolve("gridschema.json")));
    assertThat(schema.path("dimensions").path(0).path("type").asString()).isEqualTo("other");
    JsonNode curated = Json.mapper().readTree(Files.readString(draft.resolve("datapackage.json")));
    assertThat(curated.path("coordinates").path("y").asString()).isEqualTo("lat");
    takeAllFiles(draft);
    assertThat(run()).isZero();
  }

  @Test
  void refusesAnUnstructuredMeshByName() {
    Path file =
        new TinyCdf()
            .dimension("time", 1)
            .dimension("node", 2)
            .variable(
                "mesh",
                TinyCdf.Type.INT,
                List.of(),
                Map.of("cf_role", "mesh_topology"),
                new double[] {0})
            .variable(
                "time",
                TinyCdf.Type.DOUBLE,
                List.of("time"),
                Map.of("units", "days since 2000-01-01"),
                new double[] {0})
            .variable(
                "v", TinyCdf.Type.DOUBLE, List.of("time", "node"), Map.of(), new double[] {1, 2})
            .write(folder.resolve("mesh.nc"));
    Result result =
        inspect(
            file.toString(), "--draft", catalog.resolve("collections/sea-surface/m1").toString());
    assertThat(result.code()).isEqualTo(BadInput.EXIT);
    assertThat(result.err()).contains("an unstructured mesh by the UGRID conventions");
  }

  private static void takeAllFiles(Path draft) {
    try {
      Path ingest = draft.resolve("ingest.yaml");
      Files.writeString(ingest, Files.readString(ingest).replace("day1.nc", "day*.nc"));
      Path curated = draft.resolve("datapackage.json");
      Files.writeString(curated, Files.readString(curated).replace("Draft: ", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run() {
    return Main.run(
        "run",
        "drafted",
        "--workflow",
        "data",
        "--catalog",
        catalog.toString(),
        "--data",
        folder.resolve("data").toString());
  }

  /// Two days of a model's output.
  ///
  /// @param times names and units of more times along the dimension of the time
  private Path record(String name, int day, Map<String, String> times) {
    double[] days = {day, day + 1};
    TinyCdf cdf =
        new TinyCdf()
            .dimension("record", 2)
            .dimension("k", 1)
            .dimension("latitude", 2)
            .dimension("longitude", 2)
            .variable(
                "t",
                TinyCdf.Type.DOUBLE,
                List.of("record"),
                Map.of("units", "days since 1990-01-01 00:00:00 +10"),
                days)
            .variable(
                "zc",
                TinyCdf.Type.DOUBLE,
                List.of("k"),
                Map.of("units", "m", "positive", "up"),
                new double[] {-0.5})
            .variable(
                "latitude",
                TinyCdf.Type.DOUBLE,
                List.of("latitude"),
                Map.of("units", "degrees_north"),
                new double[] {-20, -19})
            .variable(
                "longitude",
                TinyCdf.Type.DOUBLE,
                List.of("longitude"),
                Map.of("units", "degrees_east"),
                new double[] {147, 148})
            .variable(
                "temp",
                TinyCdf.Type.DOUBLE,
                List.of("record", "k", "latitude", "longitude"),
                Map.of(),
                new double[] {day, day, day, day, day + 1, day + 1, day + 1, day + 1});
    times.forEach((time, units) ->
        cdf.variable(time, TinyCdf.Type.DOUBLE, List.of("record"), Map.of("units", units), days));
    return cdf.write(folder.resolve(name));
  }

  @ParameterizedTest
  @CsvSource({
    "empty.csv, ''",
    "page.nc, <html><body>Not found</body></html>",
    "open.csv, 'a,b\n1,\"2\n'",
    "twice.csv, 'a,a\n1,2\n'",
    "broken.geojson, '{\"type\": \"FeatureCollection\", \"features\": ['",
    "point.geojson, '{\"type\": \"Point\", \"coordinates\": [1, 2]}'",
  })
  void refusesWhatCannotBeIngested(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content);
    assertThat(inspect(file.toString()).code()).isEqualTo(BadInput.EXIT);
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThat(inspect(folder.resolve("nowhere.csv").toString()).code()).isEqualTo(BadInput.EXIT);
  }
}
