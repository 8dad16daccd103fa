package rimrep.pipeline.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.TinyCdf;
import rimrep.testing.TinyCdf.Type;

/// Files whose dimensions and variables get other names in the store: each kind has a name space of
/// its own.
class RenamedGridsTest {
  @TempDir Path folder;
  private final MemoryStorage storage = new MemoryStorage();

  private static GridContract contract(String time, String rename) {
    return GridRun.contract(
        """
        {"dimensions": [{"name": "%s", "type": "temporal"},
           {"name": "lat", "type": "spatial", "axis": "y"},
           {"name": "lon", "type": "spatial", "axis": "x"}],
         "variables": [{"name": "v", "dimensions": ["%s", "lat", "lon"]},
           {"name": "record", "dimensions": ["%s"]}]}
        """
            .formatted(time, time, time),
        """
        {"append": "%s", "variables": {"rename": %s}}
        """
            .formatted(time, rename));
  }

  /// Two days of a model whose dimension of the time is called `record`.
  private static TinyCdf model(int day) {
    return new TinyCdf()
        .dimension("record", 2)
        .dimension("y", 2)
        .dimension("x", 2)
        .variable(
            "t",
            Type.DOUBLE,
            List.of("record"),
            Map.of("units", "days since 1990-01-01 00:00:00 +10"),
            new double[] {day, day + 1})
        .variable(
            "lat",
            Type.FLOAT,
            List.of("y"),
            Map.of("units", "degrees_north"),
            new double[] {-10, -11})
        .variable(
            "lon",
            Type.FLOAT,
            List.of("x"),
            Map.of("units", "degrees_east"),
            new double[] {145, 146})
        .variable(
            "v",
            Type.FLOAT,
            List.of("record", "y", "x"),
            Map.of("coordinates", "t lat lon", "cell_methods", "record: mean"),
            new double[] {day, 2, 3, 4, 5, 6, 7, day + 1});
  }

  private static TinyCdf withRecordNumbers(TinyCdf cdf) {
    return cdf.variable("record", Type.INT, List.of("record"), Map.of(), new double[] {7, 8});
  }

  private GridRun.Result run(GridContract contract, TinyCdf... files) {
    Path[] paths = new Path[files.length];
    for (int i = 0; i < files.length; i++) {
      paths[i] = files[i].write(folder.resolve("x" + i + ".nc"));
    }
    return new GridRun(contract, storage, 1, 1).run(List.of(paths));
  }

  private ZarrArray array(String name) {
    return ZarrStore.open(storage, GridRun.PREFIX).orElseThrow().array(name).orElseThrow();
  }

  @Test
  void aDimensionTakesTheNameOfTheTimeThatLiesAlongIt() {
    GridContract contract = contract("t", "{\"record\": \"t\", \"y\": \"lat\", \"x\": \"lon\"}");
    assertThat(run(contract, model(1)).commit()).isPresent();
    assertThat(run(contract, model(3)).commit()).isPresent();
    assertThat(array("t").layout().dimensions()).containsExactly("t");
    assertThat(Instant.ofEpochSecond(array("t").readLongs()[3]))
        .isEqualTo(Instant.parse("1990-01-04T14:00:00Z"));
    assertThat(array("v").layout().dimensions()).containsExactly("t", "lat", "lon");
    assertThat(array("v").readDoubles())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 2, 3, 2, 3, 4, 5, 6, 7, 4);
    assertThat(array("v").layout().attributes().path("coordinates").asString())
        .isEqualTo("t lat lon");
    assertThat(array("v").layout().attributes().path("cell_methods").asString())
        .isEqualTo("t: mean");
    assertThat(array("lat").readDoubles()).containsExactly(-10, -11);
  }

  @Test
  void dimensionAndVariableTakeOneNewName() {
    GridContract contract =
        contract(
            "time",
            """
            {"record": "time", "t": "time", "y": "lat", "x": "lon"}\
            """);
    assertThat(run(contract, model(1)).commit()).isPresent();
    assertThat(run(contract, model(3)).commit()).isPresent();
    assertThat(array("time").readLongs()).hasSize(4);
    assertThat(array("v").layout().dimensions()).containsExactly("time", "lat", "lon");
  }

  @Test
  void aVariableOfTheDimensionsOldNameStaysBesideTheTime() {
    GridContract contract = contract("t", "{\"record\": \"t\", \"y\": \"lat\", \"x\": \"lon\"}");
    assertThat(run(contract, withRecordNumbers(model(1))).commit()).isPresent();
    assertThat(array("record").readDoubles()).containsExactly(7, 8);
    assertThat(array("record").layout().dimensions()).containsExactly("t");
  }

  @Test
  void aDimensionWhoseCellsHaveNamesKeepsThemAndRefusesOthers() {
    GridContract contract =
        GridRun.contract(
            """
            {"dimensions": [{"name": "time", "type": "temporal"}, {"name": "region", "type": "other"}],
             "variables": [{"name": "v", "dimensions": ["time", "region"]}]}
            """,
            "{\"append\": \"time\"}");
    assertThat(run(contract, regions(1, "north south")).commit()).isPresent();
    assertThat(array("region").readText()).containsExactly("north", "south");
    assertThat(run(contract, regions(2, "north south")).commit()).isPresent();
    assertThat(run(contract, regions(3, "south north")).rejection("x0.nc"))
        .isEqualTo(
            "x0.nc, variable region: coordinates [south, north]; expected those of the store,"
                + " [north, south]: another grid; take it in as another dataset, or ask the"
                + " provider");
  }

  private static TinyCdf regions(int day, String names) {
    return new TinyCdf()
        .dimension("time", 1)
        .dimension("region", 2)
        .dimension("letters", 6)
        .variable(
            "time",
            Type.DOUBLE,
            List.of("time"),
            Map.of("units", "days since 1990-01-01"),
            new double[] {day})
        .variable("region", Type.CHAR, List.of("region", "letters"), Map.of(), names + " ")
        .variable("v", Type.FLOAT, List.of("time", "region"), Map.of(), new double[] {day, 2});
  }

  @Test
  void refusesTwoVariablesThatBecomeOne() {
    GridContract contract =
        contract(
            "time",
            """
            {"record": "time", "t": "time", "y": "lat", "x": "lon"}\
            """);
    assertThat(run(contract, withRecordNumbers(model(1))).rejection("x0.nc"))
        .contains("variables t and record, which both become 'time'");
  }

  @Test
  void refusesATimeWhoseDimensionHasAnotherNameInTheStore() {
    GridContract contract = contract("t", "{\"y\": \"lat\", \"x\": \"lon\"}");
    assertThat(run(contract, model(1)).rejection("x0.nc"))
        .contains("variable t: FLOAT64 [record]")
        .contains("numbers along the dimension that is 't' in the store")
        .contains("variables, rename");
  }
}
