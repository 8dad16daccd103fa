package rimrep.pipeline.grid;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rimrep.testing.TinyCdf;

/// A small synthetic grid of 9 rows and 11 columns, a file per hour or a few hours; every value
/// follows from its place and time, so a cell on a wrong place shows.
final class SmallGrid {
  static final int ROWS = 9;
  static final int COLUMNS = 11;
  static final String SCHEMA =
      """
      {"dimensions": [{"name": "time", "type": "temporal"},
         {"name": "lat", "type": "spatial", "axis": "y"},
         {"name": "lon", "type": "spatial", "axis": "x"}],
       "variables": [
        {"name": "sst", "dataType": "int16", "dimensions": ["time", "lat", "lon"],
         "unit": "degree_Celsius", "required": true},
        {"name": "flag", "dataType": "int8", "dimensions": ["time", "lat", "lon"]},
        {"name": "wind", "dataType": "float32", "dimensions": ["time", "lat", "lon"]},
        {"name": "label", "dataType": "string", "dimensions": ["time"]},
        {"name": "mask", "dataType": "int8", "dimensions": ["lat", "lon"]}]}
      """;
  static final String SECTION =
      "{\"append\": \"time\", \"chunks\": {\"time\": 3, \"lat\": 4, \"lon\": 5}}";

  private final int[] hours;
  private boolean flipped;
  private boolean transposed;
  private boolean withoutWind;
  private String latitude = "lat";
  private double shift;
  private double scale = 0.01;
  private String units = "degree_Celsius";
  private double offsetSeconds;
  private int changed;

  private SmallGrid(int... hours) {
    this.hours = hours;
  }

  static SmallGrid hours(int... hours) {
    return new SmallGrid(hours);
  }

  SmallGrid flipped() {
    flipped = true;
    return this;
  }

  SmallGrid transposed() {
    transposed = true;
    return this;
  }

  SmallGrid withoutWind() {
    withoutWind = true;
    return this;
  }

  SmallGrid latitudeCalled(String name) {
    latitude = name;
    return this;
  }

  SmallGrid shifted(double degrees) {
    shift = degrees;
    return this;
  }

  SmallGrid scaled(double factor) {
    scale = factor;
    return this;
  }

  SmallGrid units(String unit) {
    units = unit;
    return this;
  }

  SmallGrid late(double seconds) {
    offsetSeconds = seconds;
    return this;
  }

  SmallGrid changed(int by) {
    changed = by;
    return this;
  }

  static short sst(int hour, int row, int column) {
    return (short) (land(row, column) ? -999 : hour * 200 + row * 13 + column);
  }

  static boolean land(int row, int column) {
    return row < 4 && column < 5 || (row * 7 + column * 3) % 5 == 0;
  }

  Path write(Path file) {
    TinyCdf cdf =
        new TinyCdf()
            .dimension("time", hours.length)
            .dimension(latitude, ROWS)
            .dimension("lon", COLUMNS)
            .dimension("text", 6)
            .attribute("title", "small grid")
            .attribute("history", "made for hour " + hours[0])
            .attribute("geospatial_lat_min", -99.0);
    double[] times = new double[hours.length];
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < hours.length; i++) {
      times[i] = 7305 + (hours[i] * 3600 + offsetSeconds) / 86400.0;
      labels.append(("h" + hours[i] + "      ").substring(0, 6));
    }
    double[] rows = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = -10 - 0.5 * (flipped ? ROWS - 1 - i : i) + shift;
    }
    double[] columns = new double[COLUMNS];
    for (int i = 0; i < COLUMNS; i++) {
      columns[i] = 142 + 0.5 * i;
    }
    cdf.variable(
        "time",
        TinyCdf.Type.DOUBLE,
        List.of("time"),
        attributes("units", "days since 2000-01-01 00:00:00", "axis", "T"),
        times);
    cdf.variable(
        latitude, TinyCdf.Type.FLOAT, List.of(latitude), attributes("units", "degree_north"), rows);
    cdf.variable(
        "lon", TinyCdf.Type.DOUBLE, List.of("lon"), attributes("units", "degrees_east"), columns);
    cdf.variable(
        "sst",
        TinyCdf.Type.SHORT,
        dims(),
        attributes(
            "units",
            units,
            "_FillValue",
            (short) -999,
            "scale_factor",
            scale,
            "grid_mapping",
            "crs"),
        data((hour, r, c) -> sst(hour, r, c) + (land(r, c) ? 0 : changed)));
    cdf.variable(
        "flag", TinyCdf.Type.BYTE, dims(), Map.of(), data((hour, r, c) -> (hour + r + c) % 3));
    if (!withoutWind) {
      cdf.variable(
          "wind",
          TinyCdf.Type.FLOAT,
          dims(),
          attributes("units", "m s-1", "missing_value", -1f),
          data((hour, r, c) ->
              land(r, c) ? (c % 2 == 0 ? -1 : 9.969209968386869e36) : hour + r / 16.0 + c));
    }
    cdf.variable("label", TinyCdf.Type.CHAR, List.of("time", "text"), Map.of(), labels.toString());
    double[] mask = new double[ROWS * COLUMNS];
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        mask[(flipped ? ROWS - 1 - r : r) * COLUMNS + c] = land(r, c) ? 1 : 0;
      }
    }
    cdf.variable("mask", TinyCdf.Type.BYTE, List.of(latitude, "lon"), Map.of(), mask);
    return cdf.write(file);
  }

  private List<String> dims() {
    return transposed ? List.of("lon", latitude, "time") : List.of("time", latitude, "lon");
  }

  private interface Cell {
    double value(int hour, int row, int column);
  }

  private double[] data(Cell cell) {
    double[] values = new double[hours.length * ROWS * COLUMNS];
    for (int t = 0; t < hours.length; t++) {
      for (int r = 0; r < ROWS; r++) {
        for (int c = 0; c < COLUMNS; c++) {
          int row = flipped ? ROWS - 1 - r : r;
          int at =
              transposed ? (c * ROWS + row) * hours.length + t : (t * ROWS + row) * COLUMNS + c;
          values[at] = cell.value(hours[t], r, c);
        }
      }
    }
    return values;
  }

  private static Map<String, Object> attributes(Object... pairs) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      attributes.put((String) pairs[i], pairs[i + 1]);
    }
    return attributes;
  }

  /// Eight files of eleven hours: one flipped, one transposed, one with three steps, one whose
  /// steps run backwards, one without wind.
  static List<Path> series(Path folder) {
    List<Path> files = new ArrayList<>();
    files.add(hours(0).write(folder.resolve("a.nc")));
    files.add(hours(1).write(folder.resolve("b.nc")));
    files.add(hours(2).flipped().write(folder.resolve("c.nc")));
    files.add(hours(3).withoutWind().write(folder.resolve("d.nc")));
    files.add(hours(4, 5, 6).write(folder.resolve("e.nc")));
    files.add(hours(8, 7).write(folder.resolve("f.nc")));
    files.add(hours(9).transposed().flipped().write(folder.resolve("g.nc")));
    files.add(hours(10).write(folder.resolve("h.nc")));
    return files;
  }
}
