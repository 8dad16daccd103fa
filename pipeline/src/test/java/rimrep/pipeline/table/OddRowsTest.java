package rimrep.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.storage.FileByteSource;
import rimrep.testing.TinyCdf;
import rimrep.testing.TinyCdf.Type;

/// Rows as some providers write them: each value is what the provider's own library reads, or it is
/// refused by name.
class OddRowsTest {
  private static final String SECTION =
      """
      {"inputs": {"files": {"format": "netcdf"}},
       "output": {"fid": "{time}"}%s}
      """;

  @TempDir Path folder;

  private TableBench netcdf(String fields, TinyCdf cdf) {
    return netcdf(fields, cdf, "");
  }

  private TableBench netcdf(String fields, TinyCdf cdf, String section) {
    String schema =
        """
        {"fieldsMatch": "subset", "fields": [
          {"name": "time", "type": "datetime", "role": "t"}, %s]}
        """
            .formatted(fields);
    return new TableBench(folder, TableBench.contract(schema, SECTION.formatted(section)), 1)
        .with("x.nc", cdf.bytes());
  }

  private static TinyCdf observations(String units) {
    return new TinyCdf()
        .dimension("time", 3)
        .variable(
            "time",
            Type.DOUBLE,
            List.of("time"),
            Map.of("units", units, "standard_name", "time"),
            new double[] {1, 2, 3});
  }

  @Test
  void readsUnsignedBytesAndTheirFillWithoutASign() {
    TinyCdf cdf =
        observations("days since 2000-01-01")
            .variable(
                "level",
                Type.BYTE,
                List.of("time"),
                Map.of("_Unsigned", "true", "_FillValue", (byte) -1),
                new double[] {-56, -1, 7});
    try (TableBench bench = netcdf("{\"name\": \"level\", \"type\": \"integer\"}", cdf)) {
      bench.run();
      assertThat(bench.rows("SELECT coalesce(level::VARCHAR, '-') FROM TABLE ORDER BY time"))
          .containsExactly(List.of("200"), List.of("-"), List.of("7"));
    }
  }

  @Test
  void knowsAFloatsMarkerThatIsWrittenAsADouble() {
    TinyCdf cdf =
        observations("days since 2000-01-01")
            .variable(
                "temp",
                Type.FLOAT,
                List.of("time"),
                Map.of("missing_value", -999.9),
                new double[] {1.5, -999.9, 2.5});
    try (TableBench bench = netcdf("{\"name\": \"temp\", \"type\": \"number\"}", cdf)) {
      bench.run();
      assertThat(bench.rows("SELECT coalesce(temp::VARCHAR, '-') FROM TABLE ORDER BY time"))
          .containsExactly(List.of("1.5"), List.of("-"), List.of("2.5"));
    }
  }

  @Test
  void countsFromAnEpochOfTheJulianCalendarAsTheStandardCalendarDoes() {
    TinyCdf cdf =
        new TinyCdf()
            .dimension("time", 2)
            .variable(
                "time",
                Type.DOUBLE,
                List.of("time"),
                Map.of("units", "days since 0001-01-01 00:00:00 +10"),
                new double[] {735000, 5})
            .variable("temp", Type.FLOAT, List.of("time"), Map.of(), new double[] {1, 2});
    String fields = "{\"name\": \"temp\", \"type\": \"number\"}";
    try (TableBench bench = netcdf(fields, cdf, ", \"rejects\": {\"atMost\": 1}")) {
      bench.run();
      // cftime: num2date(735000, 'days since 0001-01-01', 'standard'); the year 1 is no time of
      // ours
      assertThat(bench.rows("SELECT time FROM TABLE").toString()).contains("2013-05-10T14:00");
    }
  }

  @Test
  void keepsTimesBetweenTheSecondsAsFineAsTheSourceTellsThem() {
    assertThat(times("days since 2000-01-01", Type.DOUBLE, 1.25 / 86_400, 0.10001 / 86_400))
        .containsExactly(
            List.of("2000-01-01T00:00:00.100010Z"), List.of("2000-01-01T00:00:01.250000Z"));
    assertThat(times("microseconds since 2000-01-01", Type.INT, 2_333_333, 4_000_010))
        .containsExactly(List.of("2000-01-01T00:00:02.333333Z"), List.of("2000-01-01T00:00:04Z"));
    // 27,000 days in 32 bits tell no millisecond.
    assertThat(times("days since 1950-01-01", Type.FLOAT, 27_000, 27_000.021)).hasSize(1);
  }

  private List<List<String>> times(String units, Type type, double... times) {
    TinyCdf cdf =
        new TinyCdf()
            .dimension("time", 2)
            .variable("time", type, List.of("time"), Map.of("units", units), times)
            .variable("temp", Type.FLOAT, List.of("time"), Map.of(), new double[] {1, 2});
    String fields = "{\"name\": \"temp\", \"type\": \"number\"}";
    try (TableBench bench = netcdf(fields, cdf, ", \"rejects\": {\"atMost\": 1}")) {
      bench.run();
      return bench.rows("SELECT fid FROM TABLE ORDER BY time");
    }
  }

  private List<List<String>> stations(TinyCdf cdf) {
    String schema =
        """
        {"fieldsMatch": "subset", "fields": [{"name": "time", "type": "datetime", "role": "t"},
          {"name": "station", "type": "integer"}, {"name": "temp", "type": "number"}]}
        """;
    String section =
        """
        {"inputs": {"files": {"format": "netcdf"}}, "output": {"fid": "{station}-{time}"}}
        """;
    try (TableBench bench =
        new TableBench(folder, TableBench.contract(schema, section), 1).with("x.nc", cdf.bytes())) {
      bench.run();
      return bench.rows("SELECT station, day(time)::INTEGER, temp FROM TABLE ORDER BY ALL");
    }
  }

  private static final List<List<String>> STATIONS =
      List.of(
          List.of("7", "2", "10.0"),
          List.of("7", "3", "11.0"),
          List.of("8", "4", "12.0"),
          List.of("9", "5", "13.0"),
          List.of("9", "6", "14.0"),
          List.of("9", "7", "15.0"));

  private static TinyCdf ragged(String name, int length, Map<String, Object> of, double... index) {
    Map<String, Object> days = Map.of("units", "days since 2000-01-01");
    return new TinyCdf()
        .attribute("featureType", "timeSeries")
        .dimension("place", 3)
        .dimension("obs", 6)
        .variable("station", Type.INT, List.of("place"), Map.of(), new double[] {7, 8, 9})
        .variable("time", Type.DOUBLE, List.of("obs"), days, new double[] {1, 2, 3, 4, 5, 6})
        .variable(
            "temp", Type.FLOAT, List.of("obs"), Map.of(), new double[] {10, 11, 12, 13, 14, 15})
        .variable(name, Type.INT, List.of(length == 3 ? "place" : "obs"), of, index);
  }

  @Test
  void givesEachObservationOfARaggedArrayItsStation() {
    assertThat(stations(ragged("n", 3, Map.of("sample_dimension", "obs"), 2, 1, 3)))
        .isEqualTo(STATIONS);
    assertThat(stations(ragged("i", 6, Map.of("instance_dimension", "place"), 0, 0, 1, 2, 2, 2)))
        .isEqualTo(STATIONS);
  }

  @Test
  void refusesRaggedArraysThatDoNotAddUp() {
    assertThatThrownBy(() -> stations(ragged("n", 3, Map.of("sample_dimension", "obs"), 2, 1, 4)))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(
            () -> stations(ragged("i", 6, Map.of("instance_dimension", "place"), 0, 0, 1, 2, 2, 3)))
        .isInstanceOf(BadInput.class);
  }

  @Test
  void makesARowOfEachCellOfSeveralSeriesAndNoneOfPadding() {
    double nan = Double.NaN;
    Map<String, Object> days = Map.of("units", "days since 2000-01-01");
    TinyCdf incomplete =
        new TinyCdf()
            .dimension("place", 3)
            .dimension("obs", 3)
            .variable("station", Type.INT, List.of("place"), Map.of(), new double[] {7, 8, 9})
            .variable(
                "time",
                Type.DOUBLE,
                List.of("place", "obs"),
                days,
                new double[] {1, 2, nan, 3, nan, nan, 4, 5, 6})
            .variable(
                "temp",
                Type.FLOAT,
                List.of("place", "obs"),
                Map.of(),
                new double[] {10, 11, nan, 12, nan, nan, 13, 14, 15});
    assertThat(stations(incomplete)).isEqualTo(STATIONS);
    TinyCdf together =
        new TinyCdf()
            .dimension("time", 2)
            .dimension("place", 2)
            .variable("station", Type.INT, List.of("place"), Map.of(), new double[] {7, 8})
            .variable("time", Type.DOUBLE, List.of("time"), days, new double[] {1, 2})
            .variable(
                "temp", Type.FLOAT, List.of("place", "time"), Map.of(), new double[] {1, 2, 3, 4});
    assertThat(stations(together))
        .containsExactly(
            List.of("7", "2", "1.0"),
            List.of("7", "3", "2.0"),
            List.of("8", "2", "3.0"),
            List.of("8", "3", "4.0"));
  }

  @Test
  void refusesColumnsThatDifferInCaseOnly() {
    String schema =
        """
        {"fields": [{"name": "Id", "type": "string"}, {"name": "id", "type": "string"}]}
        """;
    String section =
        """
        {"inputs": {"files": {"format": "csv"}}, "output": {"fid": "{Id}"}}
        """;
    try (TableBench bench =
        new TableBench(folder, TableBench.contract(schema, section), 1)
            .with("x.csv", "Id,id\n1,2\n")) {
      assertThatThrownBy(bench::run).isInstanceOf(BadInput.class);
    }
  }

  @Test
  void guessesADecimalCommaWhereNoCommaSeparates() throws Exception {
    Path file = Files.writeString(folder.resolve("x.csv"), "id;temp\n1;28,1\n2;-0,5\n");
    try (FileByteSource source = FileByteSource.open(file)) {
      CsvPreview preview = CsvPreview.read(source);
      assertThat(preview.decimal()).isEqualTo(",");
      assertThat(preview.columns().getLast().type()).isEqualTo("number");
    }
  }

  @Test
  void rejectsTheHeaderWhereItComesAgain() {
    String schema =
        """
        {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}]}
        """;
    String section =
        """
        {"inputs": {"files": {"format": "csv"}}, "output": {"fid": "{a}"}, "rejects": {"atMost": 1}}
        """;
    try (TableBench bench =
        new TableBench(folder, TableBench.contract(schema, section), 1)
            .with("x.csv", "a,b\n1,2\na,b\n3,4\n")) {
      assertThat(bench.run().commit().orElseThrow().counts()).isEqualTo(new RowCounts(3, 2, 1, 0));
    }
  }

  private CsvPreview preview(String text) throws java.io.IOException {
    Path file = Files.write(folder.resolve("p.csv"), text.getBytes(StandardCharsets.UTF_8));
    try (var source = FileByteSource.open(file)) {
      return CsvPreview.read(source);
    }
  }

  @Test
  void guessesNoNumberThatWouldLoseDigits() throws java.io.IOException {
    CsvPreview found = preview("n,m\n9007199254740993,1\n9223372036854775809,2.5\n");
    assertThat(found.columns())
        .extracting(CsvPreview.Column::type)
        .containsExactly("string", "number");
  }

  @Test
  void refusesToGuessWithoutAHeader() {
    assertThatThrownBy(() -> preview("A,2024-01-01T00:00:00Z,1\nB,2024-01-02T00:00:00Z,2\n"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("no header: line 1 has 2024-01-01T00:00:00Z, 1");
    assertThatThrownBy(() -> preview("# made by hand\na,b\n1,2\n"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("2 of 2 rows have another number of fields than line 1");
    assertThatThrownBy(() -> preview(",b\n1,2\n"))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("column 1 of the header has no name");
  }
}
