package rimrep.pipeline.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.measure.GridMeasure;
import rimrep.pipeline.netcdf.DataType;
import rimrep.testing.TinyCdf;
import rimrep.testing.TinyCdf.Type;
import tools.jackson.databind.JsonNode;

/// Grids as models and satellites write them: stored as the provider's library reads them, or
/// refused by name.
class OddGridsTest {
  private static final Map<String, Object> NORTH = Map.of("units", "degrees_north");
  private static final Map<String, Object> EAST = Map.of("units", "degrees_east");

  @TempDir Path folder;
  private final MemoryStorage storage = new MemoryStorage();

  private static GridContract contract(String more) {
    return GridRun.contract(
        """
        {"dimensions": [{"name": "time", "type": "temporal"},
           {"name": "lat", "type": "spatial", "axis": "y"},
           {"name": "lon", "type": "spatial", "axis": "x"}],
         "variables": [{"name": "v", "dataType": "float32", "dimensions": ["time", "lat", "lon"]}%s]}
        """
            .formatted(more),
        "{\"append\": \"time\"}");
  }

  private static TinyCdf grid(Map<String, Object> time, Map<String, Object> v) {
    return new TinyCdf()
        .dimension("time", 2)
        .dimension("lat", 2)
        .dimension("lon", 2)
        .variable("time", Type.DOUBLE, List.of("time"), time, new double[] {735000, 735001})
        .variable("lat", Type.FLOAT, List.of("lat"), NORTH, new double[] {-10, -11})
        .variable("lon", Type.FLOAT, List.of("lon"), EAST, new double[] {145, 146})
        .variable(
            "v",
            Type.FLOAT,
            List.of("time", "lat", "lon"),
            v,
            new double[] {1, 2, 3, 4, 5, 6, 7, 8});
  }

  private GridRun.Result run(GridContract contract, TinyCdf cdf) {
    return new GridRun(contract, storage, 1, 1).run(List.of(cdf.write(folder.resolve("x.nc"))));
  }

  private JsonNode attributes(String array) {
    return ZarrStore.open(storage, GridRun.PREFIX)
        .orElseThrow()
        .array(array)
        .orElseThrow()
        .layout()
        .attributes();
  }

  private Instant firstTime() {
    long stored =
        ZarrStore.open(storage, GridRun.PREFIX)
            .orElseThrow()
            .array("time")
            .orElseThrow()
            .readLongs()[0];
    return Instant.ofEpochSecond(stored);
  }

  @Test
  void countsFromAnEpochOfTheJulianCalendarAsTheStandardCalendarDoes() {
    run(contract(""), grid(Map.of("units", "days since 0001-01-01"), Map.of("units", "K")));
    // cftime: num2date(735000, 'days since 0001-01-01', 'standard')
    assertThat(firstTime()).isEqualTo(Instant.parse("2013-05-11T00:00:00Z"));
  }

  @Test
  void countsFromThatDateOfTheProlepticCalendarTwoDaysLater() {
    run(
        contract(""),
        grid(
            Map.of("units", "Days Since 0001-01-01", "calendar", "proleptic_gregorian"),
            Map.of("units", "K")));
    assertThat(firstTime()).isEqualTo(Instant.parse("2013-05-13T00:00:00Z"));
  }

  @Test
  void refusesTimesBeforeTheGregorianCalendar() {
    Map<String, Object> old =
        Map.of("units", "hours since 1400-01-01", "calendar", "proleptic_gregorian");
    assertThat(run(contract(""), grid(old, Map.of("units", "K"))).rejection("x.nc"))
        .startsWith("x.nc, variable time: a time before 1582-10-15");
    assertThat(
            run(contract(""), grid(Map.of("units", "days since 0000-01-01"), Map.of("units", "K")))
                .rejection("x.nc"))
        .contains("it has no year 0");
  }

  @Test
  void refusesUnitsOfTimeWithWhichNoReaderWouldOpenTheStore() {
    assertThat(
            run(
                    contract(""),
                    grid(
                        Map.of("units", "days since 2000-01-01"),
                        Map.of("units", "months since 2000-01-01")))
                .rejection("x.nc"))
        .startsWith("x.nc, variable v: units 'months since 2000-01-01' of calendar 'standard'");
  }

  private static TinyCdf withBounds(String units, double day) {
    double[] ends = {day - 1, day, day, day + 1};
    return new TinyCdf()
        .dimension("time", 2)
        .dimension("lat", 2)
        .dimension("lon", 2)
        .dimension("nv", 2)
        .variable(
            "time",
            Type.DOUBLE,
            List.of("time"),
            Map.of("units", units, "bounds", "time_bnds"),
            new double[] {day - 0.5, day + 0.5})
        .variable("time_bnds", Type.FLOAT, List.of("time", "nv"), Map.of(), ends)
        .variable(
            "lat",
            Type.FLOAT,
            List.of("lat"),
            Map.of("units", "degrees_north", "bounds", "lat_bnds"),
            new double[] {-10, -11})
        .variable(
            "lat_bnds",
            Type.FLOAT,
            List.of("lat", "nv"),
            Map.of(),
            new double[] {-9.5, -10.5, -10.5, -11.5})
        .variable("lon", Type.FLOAT, List.of("lon"), EAST, new double[] {145, 146})
        .variable(
            "v",
            Type.FLOAT,
            List.of("time", "lat", "lon"),
            Map.of("units", "K"),
            new double[] {1, 2, 3, 4, 5, 6, 7, 8});
  }

  private static final GridContract BOUNDED =
      GridRun.contract(
          """
          {"dimensions": [{"name": "time", "type": "temporal"},
             {"name": "lat", "type": "spatial", "axis": "y"},
             {"name": "lon", "type": "spatial", "axis": "x"}, {"name": "nv", "type": "index"}],
           "variables": [{"name": "v", "dimensions": ["time", "lat", "lon"]}]}
          """,
          "{\"append\": \"time\"}");

  @Test
  void countsTheBoundsOfTheTimeAsItsTimesWhateverEachFileCountsFrom() {
    assertThat(run(BOUNDED, withBounds("days since 1970-01-01", 10)).commit()).isPresent();
    assertThat(run(BOUNDED, withBounds("days since 1970-01-11", 2)).commit()).isPresent();
    ZarrStore store = ZarrStore.open(storage, GridRun.PREFIX).orElseThrow();
    long day = 86_400;
    assertThat(store.array("time_bnds").orElseThrow().readLongs())
        .containsExactly(
            9 * day, 10 * day, 10 * day, 11 * day, 11 * day, 12 * day, 12 * day, 13 * day);
    assertThat(attributes("time").path("bounds").asString()).isEqualTo("time_bnds");
    assertThat(attributes("time_bnds").path("units")).isEqualTo(attributes("time").path("units"));
    assertThat(attributes("lat_bnds").has("units")).isFalse();
    assertThat(store.array("lat_bnds").orElseThrow().readDoubles())
        .containsExactly(-9.5, -10.5, -10.5, -11.5);
  }

  @Test
  void leavesBoundsOutWhoseDimensionTheSchemaDoesNotName() {
    assertThat(run(contract(""), withBounds("days since 1970-01-01", 10)).commit()).isPresent();
    assertThat(attributes("time").has("bounds")).isFalse();
    assertThat(attributes("lat").has("bounds")).isFalse();
  }

  @Test
  void refusesBoundsBetweenTheSecondsBeforeAnythingIsWritten() {
    assertThat(run(BOUNDED, withBounds("seconds since 1970-01-01", 10.5)).rejection("x.nc"))
        .contains("variable time_bnds: step 0 lies 0.500000 s off");
    assertThat(GridRun.objects(storage)).isEmpty();
  }

  @Test
  void refusesAFileWithoutACoordinateThatGrowsAndHasNoFill() {
    assertThat(run(BOUNDED, withBounds("days since 1970-01-01", 10)).commit()).isPresent();
    TinyCdf without =
        grid(Map.of("units", "days since 1970-01-01"), Map.of("units", "K")).dimension("nv", 2);
    assertThat(run(BOUNDED, without).rejection("x.nc"))
        .contains("no variable time_bnds; expected a value for each step");
  }

  @Test
  void readsTheFillOfUnsignedIntegersOfAllBits() {
    FillValue fill = FillValue.of(DataType.UINT64, -1L);
    assertThat(fill.number(DataType.UINT64)).hasValue(0x1p64);
    assertThat(ZarrArray.doubles(DataType.UINT64, new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) 0x80}))
        .containsExactly(0x1p63);
  }

  @Test
  void storesAGridMappingOfCharactersAsANumberForGdal() {
    Map<String, Object> time = Map.of("units", "days since 2000-01-01");
    Map<String, Object> mapped = Map.of("units", "K", "grid_mapping", "crs");
    Map<String, Object> wgs84 = Map.of("grid_mapping_name", "latitude_longitude");
    run(contract(""), grid(time, mapped).variable("crs", Type.CHAR, List.of(), wgs84, "x"));
    ArrayLayout crs =
        ZarrStore.open(storage, GridRun.PREFIX).orElseThrow().array("crs").orElseThrow().layout();
    assertThat(crs.type()).isEqualTo(DataType.INT8);
    assertThat(crs.attributes().path("grid_mapping_name").asString())
        .isEqualTo("latitude_longitude");
    assertThat(attributes("v").path("grid_mapping").asString()).isEqualTo("crs");
  }

  @Test
  void takesAPackingThatIsWrittenAsTextForTheNumberItIs() {
    run(
        contract(""),
        grid(
            Map.of("units", "days since 2000-01-01"),
            Map.of("units", "K", "scale_factor", " 0.01 ", "add_offset", "20")));
    assertThat(attributes("v").path("scale_factor").asDouble()).isEqualTo(0.01);
    assertThat(attributes("v").path("add_offset").isNumber()).isTrue();
  }

  @Test
  void refusesAPackingThatIsNoNumber() {
    assertThat(
            run(
                    contract(""),
                    grid(
                        Map.of("units", "days since 2000-01-01"),
                        Map.of("units", "K", "scale_factor", "none")))
                .rejection("x.nc"))
        .contains("variable v, attribute scale_factor: the text 'none'");
  }

  @Test
  void placesAStaggeredGridByTheCoordinatesOnWhichMostDataLie() {
    GridContract staggered =
        GridRun.contract(
            """
            {"dimensions": [{"name": "j", "type": "index"}, {"name": "i", "type": "index"},
               {"name": "j_back", "type": "index"}],
             "variables": [{"name": "temp", "dimensions": ["j", "i"]},
               {"name": "y_back", "dimensions": ["j_back", "i"]},
               {"name": "x_back", "dimensions": ["j_back", "i"]},
               {"name": "y_centre", "dimensions": ["j", "i"]},
               {"name": "x_centre", "dimensions": ["j", "i"]}]}
            """,
            "{}");
    List<String> centre = List.of("j", "i");
    List<String> back = List.of("j_back", "i");
    TinyCdf cdf =
        new TinyCdf()
            .dimension("j", 2)
            .dimension("i", 2)
            .dimension("j_back", 3)
            .variable("y_back", Type.DOUBLE, back, NORTH, new double[] {-9, -9, -11, -11, -13, -13})
            .variable("x_back", Type.DOUBLE, back, EAST, new double[] {1, 2, 1, 2, 1, 2})
            .variable("y_centre", Type.DOUBLE, centre, NORTH, new double[] {-10, -10, -12, -12})
            .variable("x_centre", Type.DOUBLE, centre, EAST, new double[] {1, 2, 1, 2})
            .variable(
                "temp",
                Type.FLOAT,
                centre,
                Map.of("units", "K"),
                new double[] {1, 2, 3, Double.NaN});
    run(staggered, cdf);
    Measured measured = measure(staggered);
    assertThat(measured.bbox()).contains(new BoundingBox(0.5, -13, 2.5, -9));
    assertThat(measured.footprint()).isPresent();
  }

  private Measured measure(GridContract contract) {
    return GridMeasure.measure(
        storage,
        "demo",
        contract,
        new Measured.SourceFacts(1, "1220"),
        List.of(),
        "test 1",
        Instant.EPOCH);
  }

  @Test
  void measuresACurvilinearGridWhoseCellsOnLandHaveNoPlace() {
    GridContract curvilinear =
        GridRun.contract(
            """
            {"dimensions": [{"name": "j", "type": "index"}, {"name": "i", "type": "index"}],
             "variables": [{"name": "depth", "dimensions": ["j", "i"]},
               {"name": "y", "dimensions": ["j", "i"]}, {"name": "x", "dimensions": ["j", "i"]}]}
            """,
            "{}");
    double nan = Double.NaN;
    TinyCdf cdf =
        new TinyCdf()
            .dimension("j", 3)
            .dimension("i", 3)
            .variable(
                "y",
                Type.DOUBLE,
                List.of("j", "i"),
                Map.of("units", "degrees_north", "_FillValue", -99.0),
                new double[] {-10, -10, -10, -11, -99, -11, -12, -12, nan})
            .variable(
                "x",
                Type.DOUBLE,
                List.of("j", "i"),
                EAST,
                new double[] {145, 146, 147, 145, nan, 147, 145, 146, nan})
            .variable(
                "depth",
                Type.FLOAT,
                List.of("j", "i"),
                Map.of("units", "m", "coordinates", "x y"),
                new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
    run(curvilinear, cdf);
    Measured measured = measure(curvilinear);
    assertThat(measured.bbox()).contains(new BoundingBox(144.5, -12.5, 147.5, -9.5));
    assertThat(measured.footprint().orElseThrow().toString()).doesNotContain("NaN", "-99");
  }
}
