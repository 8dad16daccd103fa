package rimrep.pipeline.table;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.measure.TableMeasure;

/// What is measured is what was stored.
class StoredTableTest {
  private static final String SCHEMA =
      """
      {"fields": [
        {"name": "site", "type": "string"},
        {"name": "time", "type": "datetime", "role": "t"},
        {"name": "lon", "type": "number", "role": "x", "unit": "degrees_east"},
        {"name": "lat", "type": "number", "role": "y"},
        {"name": "n", "type": "integer"},
        {"name": "day", "type": "date"},
        {"name": "ok", "type": "boolean"}]}
      """;
  private static final String SECTION =
      """
      {"inputs": {"readings": {"from": "files", "format": "csv"}},
       "output": {"fid": "{site}-{time}"}}
      """;

  @TempDir Path folder;

  private Measured measure(String csv) {
    try (TableBench bench =
        new TableBench(folder, TableBench.contract(SCHEMA, SECTION), 2).with("a.csv", csv)) {
      CommitReport commit = bench.run().commit().orElseThrow();
      Measured measured =
          new TableMeasure(new TableSettings(1, 128L << 20, folder.resolve("work"), "test"))
              .measure(
                  bench.target,
                  "demo-table",
                  bench.contract,
                  new Measured.SourceFacts(1, "1220aa"),
                  "rimrep test",
                  Instant.EPOCH);
      assertThat(measured.objects())
          .containsExactly(
              new Measured.StoredFile("data.parquet/all.parquet", commit.bytes(), commit.sha256()));
      assertThat(measured.bytes()).isEqualTo(commit.bytes());
      assertThat(Json.mapper().readValue(Json.bytes(measured), Measured.class))
          .usingRecursiveComparison()
          .isEqualTo(measured);
      return measured;
    }
  }

  @Test
  void tellsRowsColumnsTimesAndPlaces() {
    Measured measured =
        measure(
            """
            site,time,lon,lat,n,day,ok
            a,2024-01-01T00:00:00Z,145.5,-16.5,,2024-01-01,true
            a,2024-01-02T00:00:00Z,145.5,-16.5,7,2024-01-03,
            b,2024-01-03T00:00:00Z,146,-17.25,-2,,false
            b,2024-01-01T00:00:00Z,,,,,
            """);
    assertThat(measured.rows()).contains(4L);
    assertThat(measured.bbox()).contains(new BoundingBox(145.5, -17.25, 146, -16.5));
    assertThat(measured.footprint().orElseThrow().toString())
        .isEqualTo("{\"type\":\"MultiPoint\",\"coordinates\":[[145.5,-16.5],[146.0,-17.25]]}");
    assertThat(measured.time())
        .contains(
            new Measured.TimeFacts(
                Instant.parse("2024-01-01T00:00:00Z"),
                Instant.parse("2024-01-03T00:00:00Z"),
                3,
                "P1D"));
    assertThat(measured.variables().keySet())
        .containsExactly("bbox", "day", "fid", "geometry", "lat", "lon", "n", "ok", "site", "time");
    Measured.VariableFacts n = requireNonNull(measured.variables().get("n"));
    assertThat(n.type()).isEqualTo("int64");
    assertThat(n.min()).contains(-2.0);
    assertThat(n.max()).contains(7.0);
    assertThat(n.missing()).isEqualTo(2);
    assertThat(requireNonNull(measured.variables().get("lon")).unit()).contains("degrees_east");
    Measured.VariableFacts time = requireNonNull(measured.variables().get("time"));
    assertThat(time.type()).isEqualTo("timestamp[us, tz=UTC]");
    assertThat(time.maxText()).contains("2024-01-03T00:00:00Z");
    assertThat(requireNonNull(measured.variables().get("day")).minText()).contains("2024-01-01");
    assertThat(requireNonNull(measured.variables().get("geometry")).missing()).isEqualTo(1);
    assertThat(measured.breaches())
        .containsExactly("column day is a date, for which pygeoapi has no type");
    assertThat(measured.of()).startsWith("1220").hasSize(68);
  }

  @Test
  void dissolvesManyPointsIntoFewCells() {
    StringBuilder csv = new StringBuilder("site,time,lon,lat,n,day,ok\n");
    for (int i = 0; i < 2000; i++) {
      // Two places far apart.
      csv.append("a," + Instant.ofEpochSecond(i * 60L) + ",")
          .append((i % 2 == 0 ? 150 : 159) + i / 2000.0)
          .append(",")
          .append((i % 2 == 0 ? -24 : -15) + i % 100 / 100.0)
          .append(",,,\n");
    }
    Measured measured = measure(csv.toString());
    String footprint = measured.footprint().orElseThrow().toString();
    assertThat(footprint)
        .startsWith("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[150.0,-24.0],")
        .endsWith("]]]]}");
    assertThat(measured.footprint().orElseThrow().path("coordinates").size()).isEqualTo(2);
    assertThat(footprint.chars().filter(c -> c == '[').count()).isLessThan(40);
    assertThat(measured.time().map(Measured.TimeFacts::step)).isEqualTo(Optional.of("PT1M"));
  }

  @Test
  void measuresOnePlaceAsAPoint() {
    Measured measured =
        measure("site,time,lon,lat,n,day,ok\na,2024-01-01T00:00:00Z,145.5,-16.5,1,,\n");
    assertThat(measured.footprint().orElseThrow().toString())
        .isEqualTo("{\"type\":\"Point\",\"coordinates\":[145.5,-16.5]}");
    assertThat(measured.bbox().map(BoundingBox::values))
        .contains(List.of(145.5, -16.5, 145.5, -16.5));
  }
}
