package rimrep.pipeline.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.storage.Storage;
import rimrep.testing.TinyCdf;
import rimrep.testing.TinyCdf.Type;

/// Coordinates as some providers write them: taken for what they are, or refused by name, never
/// stored as other places or times.
class OddCoordinatesTest {
  private static final GridContract CONTRACT =
      GridRun.contract(
          """
          {"dimensions": [{"name": "time", "type": "temporal"},
             {"name": "lat", "type": "spatial", "axis": "y"},
             {"name": "lon", "type": "spatial", "axis": "x"}],
           "variables": [{"name": "v", "dataType": "float32", "dimensions": ["time", "lat", "lon"]}]}
          """,
          "{\"append\": \"time\"}");
  private static final Map<String, Object> NORTH = Map.of("units", "degrees_north");
  private static final Map<String, Object> EAST = Map.of("units", "degrees_east");
  private static final Map<String, Object> DAYS = Map.of("units", "days since 2000-01-01");

  @TempDir Path folder;

  private record Axis(Type type, Map<String, Object> attributes, double... values) {}

  private static final Axis TIME = new Axis(Type.DOUBLE, DAYS, 1, 2);
  private static final Axis LAT = new Axis(Type.FLOAT, NORTH, -10, -11);
  private static final Axis LON = new Axis(Type.FLOAT, EAST, 145, 146, 147);

  private GridRun.Result run(Axis time, Axis lat, Axis lon) {
    TinyCdf cdf = new TinyCdf();
    SortedMap<String, Axis> axes = new TreeMap<>(Map.of("time", time, "lat", lat, "lon", lon));
    axes.reversed().forEach((name, axis) -> cdf.dimension(name, axis.values().length));
    axes.forEach((name, axis) ->
        cdf.variable(name, axis.type(), List.of(name), axis.attributes(), axis.values()));
    int cells = time.values().length * lat.values().length * lon.values().length;
    double[] values = new double[cells];
    for (int i = 0; i < cells; i++) {
      values[i] = i;
    }
    cdf.variable("v", Type.FLOAT, List.of("time", "lat", "lon"), Map.of("units", "K"), values);
    Storage storage = new MemoryStorage();
    return new GridRun(CONTRACT, storage, 1, 1).run(List.of(cdf.write(folder.resolve("x.nc"))));
  }

  @Test
  void takesTheSampleAsItIs() {
    assertThat(run(TIME, LAT, LON).commit()).isPresent();
  }

  @Test
  void refusesPackedCoordinatesAndTimes() {
    Axis hours =
        new Axis(Type.SHORT, Map.of("units", "hours since 2000-01-01", "scale_factor", 24.0), 1, 2);
    assertThat(run(hours, LAT, LON).rejection("x.nc"))
        .startsWith("x.nc, variable time: packed coordinates: scale_factor 24.0, add_offset 0.0");
    Axis hundredths =
        new Axis(Type.SHORT, Map.of("units", "degrees_north", "scale_factor", 0.01), -1000, -1100);
    assertThat(run(TIME, hundredths, LON).rejection("x.nc"))
        .startsWith("x.nc, variable lat: packed coordinates: scale_factor 0.01");
  }

  @Test
  void refusesCoordinatesThatAreNotInOrder() {
    assertThat(run(TIME, LAT, new Axis(Type.FLOAT, EAST, 179, 180, -179)).rejection("x.nc"))
        .startsWith("x.nc, variable lon: not in order: cell 2 is -179.0 after 180.0")
        .contains("beyond 180");
    assertThat(run(TIME, new Axis(Type.FLOAT, NORTH, -10, -10), LON).rejection("x.nc"))
        .startsWith("x.nc, variable lat: not in order: cell 1 is -10.0 after -10.0");
  }

  @Test
  void refusesLatitudesThatAreNone() {
    assertThat(run(TIME, new Axis(Type.FLOAT, NORTH, 90, 91), LON).rejection("x.nc"))
        .startsWith("x.nc, variable lat: cell 1 is 91.0; expected latitudes from -90 to 90");
    assertThat(run(TIME, new Axis(Type.FLOAT, NORTH, -10, Double.NaN), LON).rejection("x.nc"))
        .startsWith("x.nc, variable lat: cell 1 is NaN");
  }

  @Test
  void takesLongitudesBeyond180AndFallingOnes() {
    assertThat(run(TIME, LAT, new Axis(Type.FLOAT, EAST, 179, 180, 181)).commit()).isPresent();
    assertThat(run(TIME, LAT, new Axis(Type.FLOAT, EAST, 359, 90, 0)).commit()).isPresent();
  }
}
