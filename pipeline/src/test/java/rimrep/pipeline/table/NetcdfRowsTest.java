package rimrep.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real observations along one dimension as rows.
class NetcdfRowsTest {
  private static final String TABLE =
      """
      {"inputs": {"files": {"format": "netcdf"}},
       "steps": [{"rename": {"TIME": "time"}}],
       "geometry": {"point": ["LONGITUDE", "LATITUDE"]},
       "output": {"fid": "%s-{time}"}}
      """;

  @TempDir Path folder;

  private TableBench bench(String dataset, String fields, String fid) throws IOException {
    Path data = Path.of(System.getProperty("rimrep.sharedData", "absent"), dataset);
    assumeTrue(Files.isDirectory(data), dataset + " skipped: no shared data beside the clone");
    String schema =
        """
        {"fieldsMatch": "subset", "fields": [
          {"name": "time", "type": "datetime", "role": "t"},
          {"name": "LONGITUDE", "type": "number", "role": "x"},
          {"name": "LATITUDE", "type": "number", "role": "y"}, %s]}
        """
            .formatted(fields);
    TableBench bench = new TableBench(folder, TableBench.contract(schema, TABLE.formatted(fid)), 2);
    try (Stream<Path> files = Files.list(data)) {
      Path file = files.findFirst().orElseThrow();
      return bench.with("file.nc", Files.readAllBytes(file));
    }
  }

  @Test
  void readsAMooringWithScalarPosition() throws IOException {
    String fields =
        """
        {"name": "NOMINAL_DEPTH", "type": "number"}, {"name": "TEMP", "type": "number"},
        {"name": "TEMP_quality_control", "type": "integer", "role": "quality"},
        {"name": "PSAL", "type": "number"}, {"name": "DEPTH", "type": "number"}
        """;
    try (TableBench bench = bench("mooring-syd140", fields, "SYD140")) {
      TableBench.Run run = bench.run();
      assertThat(run.commit().orElseThrow().counts()).isEqualTo(new RowCounts(30886, 30886, 0, 0));
      assertThat(
              bench.rows(
                  """
                  SELECT min(time), max(time), count(DISTINCT time), min(LONGITUDE), max(LATITUDE),
                    min(TEMP), max(TEMP), sum(TEMP_quality_control)::BIGINT, min(PSAL), max(PSAL),
                    min(DEPTH), max(DEPTH), max(NOMINAL_DEPTH), round(avg(TEMP), 8)
                  FROM TABLE\
                  """))
          .containsExactly(
              List.of(
                  "2021-04-28T19:00:01Z",
                  "2021-08-14T00:45:01Z",
                  "30886",
                  "151.45185",
                  "-33.9958666667",
                  "9.434900283813477",
                  "27.87849998474121",
                  "32848",
                  "0.0",
                  "36.58169937133789",
                  "-0.017999999225139618",
                  "128.4929962158203",
                  "128.0",
                  "16.10345615"));
    }
  }

  @Test
  void readsAWaveBuoyWithAnExtraDimensionOfLengthOne() throws IOException {
    String fields =
        """
        {"name": "timeSeries", "type": "integer"}, {"name": "WHTH", "type": "number"},
        {"name": "WMXH", "type": "number"}, {"name": "WAVE_quality_control", "type": "integer"}
        """;
    try (TableBench bench = bench("wave-buoy", fields, "buoy")) {
      bench.run();
      assertThat(
              bench.rows(
                  """
                  SELECT count(*), min(time), max(time), min(WHTH), max(WHTH), min(WMXH), max(WMXH),
                    sum(WAVE_quality_control)::INT, min(timeSeries), min(LONGITUDE), min(LATITUDE)
                  FROM TABLE\
                  """))
          .containsExactly(
              List.of(
                  "541",
                  "2024-03-01T01:30Z",
                  "2024-03-24T22:30Z",
                  "0.89",
                  "7.2",
                  "1.5",
                  "12.53",
                  "1082",
                  "1",
                  "145.05",
                  "-42.2"));
    }
  }

  @Test
  void readsAShipsTrackWithCharacterFlags() throws IOException {
    String fields =
        """
        {"name": "TEMP", "type": "number"}, {"name": "TEMP_quality_control", "type": "string"},
        {"name": "WSPD", "type": "number"}
        """;
    try (TableBench bench = bench("soop-sst", fields, "ship")) {
      bench.run();
      assertThat(
              bench.rows(
                  """
                  SELECT count(*), min(time), max(time), min(TEMP), max(TEMP), min(WSPD), max(WSPD),
                    string_agg(DISTINCT TEMP_quality_control, ''), min(LATITUDE), max(LONGITUDE)
                  FROM TABLE\
                  """))
          .containsExactly(
              List.of(
                  "21",
                  "2011-01-01T00:00Z",
                  "2011-01-01T22:00Z",
                  "26.299999237060547",
                  "28.200000762939453",
                  "1.5433334112167358",
                  "10.288888931274414",
                  "Z",
                  "-22.700000762939453",
                  "169.8000030517578"));
    }
  }

  /// 234 profiles of 144 levels: 33,696 cells, of which 4,187 are padding.
  @Test
  void readsProfilesWithARowPerLevelThatHasData() throws IOException {
    String schema =
        """
        {"fieldsMatch": "subset", "fields": [
          {"name": "JULD", "type": "datetime", "role": "t"},
          {"name": "PLATFORM_NUMBER", "type": "string"}, {"name": "CYCLE_NUMBER", "type": "integer"},
          {"name": "PRES", "type": "number"}, {"name": "TEMP", "type": "number"},
          {"name": "TEMP_QC", "type": "string"}]}
        """;
    String section =
        """
        {"inputs": {"files": {"format": "netcdf"}},
         "output": {"fid": "{PLATFORM_NUMBER}-{CYCLE_NUMBER}-{PRES}"}, "rejects": {"atMost": 40000}}
        """;
    Path data = Path.of(System.getProperty("rimrep.sharedData", "absent"), "argo-2902093");
    assumeTrue(Files.isDirectory(data), "argo skipped: no shared data beside the clone");
    TableBench bench = new TableBench(folder, TableBench.contract(schema, section), 1);
    try (Stream<Path> files = Files.list(data)) {
      bench.with("argo.nc", Files.readAllBytes(files.findFirst().orElseThrow()));
    }
    try (bench) {
      RowCounts counts = bench.run().commit().orElseThrow().counts();
      assertThat(counts.in()).isEqualTo(29_509);
      assertThat(bench.rows("SELECT DISTINCT PLATFORM_NUMBER FROM TABLE").toString())
          .isEqualTo("[[2902093]]");
    }
  }
}
