package rimrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A catalogue of one collection in a folder of the test, with datasets and source files of its own
/// making: tables of tide readings (CSV) and reef outlines (GeoJSON), grids of waves (classic
/// NetCDF). Vocabularies are those of the sample catalogue.
public record SmallCatalog(Path root) {
  private static final String TIDES =
      """
      {"$schema": "../../../profiles/reef-table-schema.json",
       "fields": [
        {"name": "station", "type": "string", "constraints": {"required": true}},
        {"name": "time", "type": "datetime", "role": "t", "constraints": {"required": true}},
        {"name": "latitude", "type": "number", "role": "y", "unit": "degrees_north"},
        {"name": "longitude", "type": "number", "role": "x", "unit": "degrees_east"},
        {"name": "height", "type": "number", "unit": "m", "constraints": {"minimum": -10, "maximum": 10}}],
       "primaryKey": ["station", "time"]}
      """;
  private static final String REEFS =
      """
      {"$schema": "../../../profiles/reef-table-schema.json",
       "fields": [
        {"name": "reef", "type": "string", "role": "id", "constraints": {"required": true}},
        {"name": "area", "type": "number", "unit": "km2"}],
       "primaryKey": ["reef"]}
      """;
  private static final String WAVES =
      """
      {"$schema": "../../../profiles/reef-grid-schema.json",
       "zarrFormat": 2, "crs": "EPSG:4326", "match": "exact",
       "dimensions": [
        {"name": "time", "type": "temporal", "calendar": "standard", "step": "P1D"},
        {"name": "lat", "type": "spatial", "axis": "y", "unit": "degrees_north", "order": "ascending"},
        {"name": "lon", "type": "spatial", "axis": "x", "unit": "degrees_east", "order": "ascending"}],
       "variables": [
        {"name": "hs", "dataType": "float32", "dimensions": ["time", "lat", "lon"], "unit": "m"}]}
      """;
  private static final String TABLE_RESOURCE =
      """
      {"name": "data", "type": "table", "path": "data.parquet", "format": "parquet",
        "mediatype": "application/vnd.apache.parquet", "schema": "tableschema.json"}\
      """;
  private static final String GRID_RESOURCE =
      """
      {"name": "data", "path": "data.zarr", "format": "zarr",
        "mediatype": "application/vnd.zarr", "schema": "gridschema.json"}\
      """;

  /// An empty catalogue.
  public static SmallCatalog in(Path folder) {
    SmallCatalog catalog = new SmallCatalog(folder);
    Path sample = Path.of(System.getProperty("rimrep.root"), "catalog");
    for (String part : List.of("vocab", "profiles", "catalog.yaml")) {
      catalog.copy(sample.resolve(part), folder.resolve(part));
    }
    catalog.collection(
        """
        {
          title: 'Small collection',
          description: 'Synthetic: written by a test.',
          license: 'CC-BY-4.0',
          keywords: ['synthetic'],
          providers: [{name: 'Demo Reef Office', roles: ['producer'], url: 'https://example.org'}],
        }
        """);
    return catalog;
  }

  private void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        write(to.resolve(from.relativize(file).toString()), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a file of the catalogue.
  public SmallCatalog write(String file, String text) {
    write(root.resolve(file), text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return this;
  }

  /// The Jsonnet program of the one collection, `small`.
  public SmallCatalog collection(String program) {
    return write("collections/small/collection.jsonnet", program);
  }

  /// A table of tide readings.
  ///
  /// @param source what `sources` says of its files, such as `{folder: sources/tides, match:
  ///   "*.csv"}`
  public SmallCatalog tides(String id, String source, int rejectsAtMost) {
    dataset(id, "tableschema.json", TIDES, TABLE_RESOURCE);
    return ingest(
        id,
        """
        sources:
          files: %s
        table:
          inputs:
            readings: {from: files, format: csv}
          steps:
            - start: readings
          geometry: {point: [longitude, latitude], crs: "OGC:CRS84"}
          output: {fid: "{station}-{time}", sort: time}
          rejects: {atMost: %d}
        """
            .formatted(source, rejectsAtMost));
  }

  /// Tide readings from the folder `sources/<id>`, no row of which may be bad.
  public SmallCatalog tides(String id) {
    return tides(id, folder(id, "*.csv"), 0);
  }

  /// A table of outlines from the folder `sources/<id>`.
  public SmallCatalog reefs(String id) {
    dataset(id, "tableschema.json", REEFS, TABLE_RESOURCE);
    return ingest(
        id,
        """
        sources:
          files: %s
        table:
          inputs:
            reefs: {from: files, format: geojson, crs: "OGC:CRS84"}
          steps:
            - start: reefs
          geometry: {column: geometry, crs: "OGC:CRS84"}
          output: {fid: "{reef}", sort: [reef]}
        """
            .formatted(folder(id, "*.geojson")));
  }

  /// A daily grid of wave heights.
  public SmallCatalog waves(String id, String source) {
    dataset(id, "gridschema.json", WAVES, GRID_RESOURCE);
    return ingest(
        id,
        """
        sources:
          files: %s
        grid:
          append: time
          chunks: {time: 2, lat: 3, lon: 4}
        """
            .formatted(source));
  }

  /// A daily grid from the folder `sources/<id>`.
  public SmallCatalog waves(String id) {
    return waves(id, folder(id, "*.nc"));
  }

  private static String folder(String id, String match) {
    return "{folder: sources/" + id + ", match: \"" + match + "\"}";
  }

  private void dataset(String id, String schemaFile, String schema, String resource) {
    String folder = "collections/small/" + id + "/";
    write(folder + schemaFile, schema);
    write(
        folder + "datapackage.json",
        """
        {"$schema": "../../../profiles/reef-data-package.json",
         "name": "%s", "title": "Small %s", "description": "Synthetic: written by a test.",
         "version": "1.0", "keywords": ["synthetic"], "licenses": [{"name": "CC-BY-4.0"}],
         "contributors": [{"provider": "demo-reef-office", "roles": ["producer", "licensor"]}],
         "citation": {"text": "Demo Reef Office (2024). Small %s."},
         "themes": ["gcmd:ocean-waves"], "access": "public", %s
         "processing": {"level": "L2", "lineage": "Written by a test."},
         "resources": [%s]}
        """
            .formatted(id, id, id, coordinates(schemaFile, schema), resource));
  }

  private static String coordinates(String schemaFile, String schema) {
    if (schemaFile.equals("gridschema.json")) {
      return "\"coordinates\": {\"x\": \"lon\", \"y\": \"lat\", \"t\": \"time\"},";
    }
    return schema.contains("\"longitude\"")
        ? "\"coordinates\": {\"x\": \"longitude\", \"y\": \"latitude\", \"t\": \"time\"},"
        : "\"created\": \"2024-01-31T00:00:00Z\",";
  }

  /// Replaces a dataset's `ingest.yaml`.
  public SmallCatalog ingest(String id, String text) {
    return write("collections/small/" + id + "/ingest.yaml", text);
  }

  /// A file of the folder `sources/<id>`.
  public Path source(String id, String name) {
    return root.resolve("sources").resolve(id).resolve(name);
  }

  public SmallCatalog with(String id, String name, byte[] bytes) {
    write(source(id, name), bytes);
    return this;
  }

  public SmallCatalog with(String id, String name, String text) {
    return with(id, name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /// Three readings of a station.
  public static String readings(String station) {
    return """
    station,time,latitude,longitude,height
    %1$s,2024-01-01T00:00:00Z,-16.5,145.5,0.5
    %1$s,2024-01-01T01:00:00Z,-16.5,145.5,0.75
    %1$s,2024-01-01T02:00:00Z,-16.5,145.5,1.25
    """
        .formatted(station);
  }

  /// One outline.
  public static String outline(String reef) {
    return """
    {"type": "FeatureCollection", "features": [{"type": "Feature",
      "properties": {"reef": "%s", "area": 1.5},
      "geometry": {"type": "Polygon",
        "coordinates": [[[145, -16], [145.5, -16], [145.5, -15.5], [145, -16]]]}}]}
    """
        .formatted(reef);
  }

  /// The waves of a day of January 2024 on a grid of 3 rows and 4 columns.
  ///
  /// @param south latitude of the first row: another makes another grid
  public static byte[] day(int day, double south) {
    double[] heights = new double[12];
    for (int i = 0; i < heights.length; i++) {
      heights[i] = day + i / 16.0;
    }
    return new TinyCdf()
        .dimension("time", 1)
        .dimension("lat", 3)
        .dimension("lon", 4)
        .attribute("title", "waves of day " + day)
        .variable(
            "time",
            TinyCdf.Type.DOUBLE,
            List.of("time"),
            Map.of("units", "days since 2024-01-01 00:00:00"),
            new double[] {day - 1})
        .variable(
            "lat",
            TinyCdf.Type.DOUBLE,
            List.of("lat"),
            Map.of("units", "degrees_north"),
            new double[] {south, south + 0.5, south + 1})
        .variable(
            "lon",
            TinyCdf.Type.DOUBLE,
            List.of("lon"),
            Map.of("units", "degrees_east"),
            new double[] {145, 145.5, 146, 146.5})
        .variable(
            "hs", TinyCdf.Type.FLOAT, List.of("time", "lat", "lon"), Map.of("units", "m"), heights)
        .bytes();
  }

  public static byte[] day(int day) {
    return day(day, -18);
  }
}
