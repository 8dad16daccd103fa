package rimrep.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.ItemOutcome;

/// A real file: semicolons, times without a zone, flags that look like numbers.
class AnimalTrackingTest {
  private static final Path FILE =
      Path.of(
          System.getProperty("rimrep.sharedData", "absent"),
          "animal-tracking/A69-1105-135_107799906_130722039.csv");

  private static final String SCHEMA =
      """
      {"fields": [
        {"name": "transmitter_id", "type": "string"},
        {"name": "installation_name", "type": "string"},
        {"name": "station_name", "type": "string"},
        {"name": "receiver_name", "type": "string"},
        {"name": "detection_timestamp", "type": "datetime", "role": "t",
         "format": "%Y-%m-%d %H:%M:%S", "timezone": "UTC", "constraints": {"required": true}},
        {"name": "longitude", "type": "number", "role": "x"},
        {"name": "latitude", "type": "number", "role": "y"},
        {"name": "sensor_value", "type": "number"},
        {"name": "sensor_unit", "type": "string"},
        {"name": "FDA_QC", "type": "integer"},
        {"name": "Velocity_QC", "type": "integer"},
        {"name": "Distance_QC", "type": "integer"},
        {"name": "DetectionDistribution_QC", "type": "integer"},
        {"name": "DistanceRelease_QC", "type": "integer"},
        {"name": "ReleaseDate_QC", "type": "integer"},
        {"name": "ReleaseLocation_QC", "type": "integer"},
        {"name": "Detection_QC", "type": "integer", "role": "quality",
         "constraints": {"minimum": 1, "maximum": 4}}]}
      """;
  private static final String SECTION =
      """
      {"inputs": {"detections": {"from": "files", "format": "csv",
         "csv": {"delimiter": ";", "quote": "", "encoding": "us-ascii"}}},
       "geometry": {"point": ["longitude", "latitude"], "crs": "OGC:CRS84"},
       "output": {"fid": "{transmitter_id}-{detection_timestamp}"}}
      """;

  @TempDir Path folder;

  @Test
  void givesTheFactsThatTheFileIsKnownToHold() throws IOException {
    assumeTrue(Files.exists(FILE), "animal tracking skipped: no shared data beside the clone");
    try (TableBench bench =
        new TableBench(folder, TableBench.contract(SCHEMA, SECTION), 2)
            .with("detections.csv", Files.readAllBytes(FILE))) {
      TableBench.Run run = bench.run();
      assertThat(run.item("detections.csv").outcome()).isEqualTo(ItemOutcome.INGESTED);
      assertThat(run.commit().orElseThrow().counts()).isEqualTo(new RowCounts(984, 984, 0, 0));
      assertThat(
              bench.rows(
                  """
                  SELECT count(*), sum(sensor_value)::INT, min(sensor_value), max(sensor_value),
                    count(DISTINCT fid), count(DISTINCT station_name), count(DISTINCT transmitter_id),
                    min(detection_timestamp), max(detection_timestamp),
                    min(longitude), min(latitude), max(longitude), max(latitude),
                    count(*) FILTER (installation_name = 'Wenlock River'),
                    count(*) FILTER (Detection_QC = 4)
                  FROM TABLE\
                  """))
          .containsExactly(
              List.of(
                  "984",
                  "29123",
                  "20.0",
                  "243.0",
                  "984",
                  "20",
                  "2",
                  "2012-01-07T20:55:24Z",
                  "2013-11-07T04:36:07Z",
                  "141.89459",
                  "-34.86891",
                  "151.99969",
                  "-12.19477",
                  "982",
                  "3"));
    }
  }
}
