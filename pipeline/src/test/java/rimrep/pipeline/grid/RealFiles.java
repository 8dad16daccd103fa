package rimrep.pipeline.grid;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;

/// The real files beside the clone and the facts that are expected of them.
final class RealFiles {
  static final String GSLA =
      """
      {"crs": "EPSG:4326",
       "dimensions": [
        {"name": "time", "type": "temporal"},
        {"name": "latitude", "type": "spatial", "axis": "y"},
        {"name": "longitude", "type": "spatial", "axis": "x"}],
       "variables": [
        {"name": "start_time", "dataType": "float64", "dimensions": ["time"]},
        {"name": "GSLA", "dataType": "int16", "dimensions": ["time", "latitude", "longitude"],
         "unit": "m", "required": true},
        {"name": "GSL", "dataType": "int16", "dimensions": ["time", "latitude", "longitude"]},
        {"name": "UCUR", "dataType": "int16", "dimensions": ["time", "latitude", "longitude"]},
        {"name": "VCUR", "dataType": "int16", "dimensions": ["time", "latitude", "longitude"]},
        {"name": "UCUR_MEAN", "dataType": "int16",
         "dimensions": ["time", "latitude", "longitude"]},
        {"name": "VCUR_MEAN", "dataType": "int16",
         "dimensions": ["time", "latitude", "longitude"]}]}
      """;
  static final String GSLA_GRID =
      """
      {"append": "time", "chunks": {"time": 10, "latitude": 200, "longitude": 300},
       "variables": {"rename": {"TIME": "time", "LATITUDE": "latitude", "LONGITUDE": "longitude"}}}
      """;
  static final String TURQ =
      """
      {"dimensions": [{"name": "TIME", "type": "temporal"},
         {"name": "I", "type": "index"}, {"name": "J", "type": "index"}],
       "variables": [
        {"name": "UCUR", "dataType": "float32", "dimensions": ["TIME", "I", "J"]},
        {"name": "VCUR", "dataType": "float32", "dimensions": ["TIME", "I", "J"]},
        {"name": "NOBS1", "dataType": "int8", "dimensions": ["TIME", "I", "J"]},
        {"name": "UCUR_quality_control", "dataType": "int8", "dimensions": ["TIME", "I", "J"]},
        {"name": "GDOP", "dataType": "float32", "dimensions": ["I", "J"]}]}
      """;
  static final String NWA =
      """
      {"dimensions": [{"name": "TIME", "type": "temporal"},
         {"name": "LATITUDE", "type": "spatial", "axis": "y"},
         {"name": "LONGITUDE", "type": "spatial", "axis": "x"}],
       "variables": [
        {"name": "UCUR", "dataType": "float32", "dimensions": ["TIME", "LATITUDE", "LONGITUDE"]},
        {"name": "VCUR", "dataType": "float32", "dimensions": ["TIME", "LATITUDE", "LONGITUDE"]},
        {"name": "UCUR_quality_control", "dataType": "int8",
         "dimensions": ["TIME", "LATITUDE", "LONGITUDE"]},
        {"name": "GDOP", "dataType": "float32", "dimensions": ["LATITUDE", "LONGITUDE"]}]}
      """;
  static final String DHW =
      """
      {"dimensions": [{"name": "lat", "type": "spatial", "axis": "y", "order": "descending"},
         {"name": "lon", "type": "spatial", "axis": "x"}],
       "variables": [
        {"name": "DHWmax", "dataType": "float32", "dimensions": ["lat", "lon"]},
        {"name": "DHWyday", "dataType": "float64", "dimensions": ["lat", "lon"]}]}
      """;

  private RealFiles() {}

  static Path folder(String name) {
    Path data = Path.of(System.getProperty("rimrep.sharedData", "../shared/data"));
    assumeTrue(Files.isDirectory(data), "skipped: no shared data beside the clone");
    return data.resolve(name);
  }

  static List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(folder(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode expected(String key) {
    return Json.mapper().readTree(folder("expected.json").toFile()).path(key);
  }
}
