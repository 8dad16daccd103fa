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
