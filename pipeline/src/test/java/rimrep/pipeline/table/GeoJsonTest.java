package rimrep.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.ItemOutcome;
import tools.jackson.databind.JsonNode;

class GeoJsonTest {
  private static final String SCHEMA =
      """
      {"fields": [
        {"name": "reef", "type": "string", "constraints": {"required": true}},
        {"name": "own", "type": "string"},
        {"name": "depth", "type": "number"},
        {"name": "rank", "type": "integer"}]}
      """;
  private static final String SECTION =
      """
      {"inputs": {"reefs": {"from": "files", "format": "geojson"%s}},
       "steps": [{"rename": {"@id": "reef", "id": "own"}}],
       "geometry": {"column": "geometry", "crs": "%s"%s},
       "output": {"fid": "{reef}"}, "rejects": {"atMost": 100}}
      """;

  @TempDir Path folder;

  private TableBench bench(String crs, String more) {
    return new TableBench(folder, TableBench.contract(SCHEMA, SECTION.formatted("", crs, more)), 2);
  }

  private static String feature(String id, String geometry) {
    return """
    {"type": "Feature", "id": "%s", "geometry": %s,
     "properties": {"id": "p-%s", "depth": 1.5, "rank": 7}}
    """
        .formatted(id, geometry, id);
  }

  private static String collection(String... features) {
    return "{\"features\": [" + String.join(",", features) + "], \"type\": \"FeatureCollection\"}";
  }

  @Test
  void keepsGeometriesAlsoNullAndEmptyOnesAndTheirExtents() {
    String polygon =
        "{\"type\": \"Polygon\", \"coordinates\": [[[145.1, -16.1], [145.3, -16.1], [145.3, -16.3],"
            + " [145.1, -16.1]]]}";
    String multi =
        "{\"coordinates\": [[[[146, -17], [147, -17], [147, -18], [146, -17]]]], \"type\":"
            + " \"MultiPolygon\"}";
    try (TableBench bench =
        bench("EPSG:7844", "")
            .with(
                "reefs.geojson",
                collection(
                    feature("b", polygon),
                    feature("a", multi),
                    feature("c", "null"),
                    feature("d", "{\"type\": \"Polygon\", \"coordinates\": []}")))) {
      bench.run();
      assertThat(bench.rows("DESCRIBE SELECT * FROM TABLE").stream().map(List::getFirst))
          .containsExactly(
              "reef",
              "own",
              "depth",
              "rank",
              "geometry",
              "bbox",
              "minx",
              "miny",
              "maxx",
              "maxy",
              "fid");
      assertThat(
              bench.rows(
                  """
                  SELECT fid, own, depth, rank, ST_AsText(geometry), minx, maxy,
                    bbox.xmin <= minx AND bbox.xmax >= maxx AND bbox.ymin <= miny AND bbox.ymax >= maxy
                  FROM TABLE\
                  """))
          .containsExactly(
              List.of(
                  "a",
                  "p-a",
                  "1.5",
                  "7",
                  "MULTIPOLYGON (((146 -17, 147 -17, 147 -18, 146 -17)))",
                  "146.0",
                  "-17.0",
                  "true"),
              List.of(
                  "b",
                  "p-b",
                  "1.5",
                  "7",
                  "POLYGON ((145.1 -16.1, 145.3 -16.1, 145.3 -16.3, 145.1 -16.1))",
                  "145.1",
                  "-16.1",
                  "true"),
              List.of("c", "p-c", "1.5", "7", "null", "null", "null", "null"),
              List.of("d", "p-d", "1.5", "7", "POLYGON EMPTY", "null", "null", "null"));
      JsonNode geo = geo(bench);
      assertThat(geo.path("version").asString()).isEqualTo("1.1.0");
      JsonNode column = geo.path("columns").path("geometry");
      assertThat(column.path("geometry_types").toString())
          .isEqualTo("[\"MultiPolygon\",\"Polygon\"]");
      assertThat(column.path("bbox").toString()).isEqualTo("[145.1,-18.0,147.0,-16.1]");
      assertThat(column.path("crs").path("id").path("code").asInt()).isEqualTo(7844);
      assertThat(column.path("covering").toString())
          .isEqualTo(
              "{\"bbox\":{\"xmin\":[\"bbox\",\"xmin\"],\"ymin\":[\"bbox\",\"ymin\"],"
                  + "\"xmax\":[\"bbox\",\"xmax\"],\"ymax\":[\"bbox\",\"ymax\"]}}");
    }
  }

  private static JsonNode geo(TableBench bench) {
    List<List<String>> keys =
        bench.rows(
            "SELECT decode(value) FROM parquet_kv_metadata('"
                + bench.outputFile()
                + "') WHERE decode(key) = 'geo'");
    assertThat(keys).hasSize(1);
    return TableBench.tree(keys.getFirst().getFirst());
  }

  @Test
  void givesPointsFlatLonAndLat() {
    try (TableBench bench =
        bench("OGC:CRS84", ", \"types\": [\"Point\"]")
            .with(
                "points.geojson",
                collection(
                    feature("a", "{\"type\": \"Point\", \"coordinates\": [145.123456789, -16]}"),
                    feature("z", "{\"type\": \"Point\", \"coordinates\": [145, -16, -5.5]}"),
                    feature(
                        "l", "{\"type\": \"LineString\", \"coordinates\": [[1, 2], [3, 4]]}")))) {
      TableBench.Run run = bench.run();
      assertThat(run.item("points.geojson").firstRejects())
          .containsExactly(new Reject(3, "geometry", "geometryType", "LineString"));
      assertThat(bench.rows("SELECT fid, lon, lat, ST_AsText(geometry) FROM TABLE"))
          .containsExactly(
              List.of("a", "145.123456789", "-16.0", "POINT (145.123456789 -16)"),
              List.of("z", "145.0", "-16.0", "POINT Z (145 -16 -5.5)"));
      JsonNode column = geo(bench).path("columns").path("geometry");
      assertThat(column.has("crs")).isFalse();
      assertThat(column.path("geometry_types").toString()).isEqualTo("[\"Point\",\"Point Z\"]");
    }
  }

  @Test
  void rejectsFeaturesThatAreNone() {
    try (TableBench bench =
        bench("OGC:CRS84", "")
            .with(
                "bad.geojson",
                collection(
                    feature("ok", "{\"type\": \"Point\", \"coordinates\": [145, -16]}"),
                    feature("swapped", "{\"type\": \"Point\", \"coordinates\": [-16, 145]}"),
                    feature(
                        "open",
                        "{\"type\": \"Polygon\", \"coordinates\": [[[1, 2], [3, 4], [5, 6], [7, 8]]]}"),
                    feature("flat", "{\"type\": \"LineString\", \"coordinates\": [1, 2]}"),
                    feature("deep", "{\"type\": \"Point\", \"coordinates\": [[1, 2]]}"),
                    feature("many", "{\"type\": \"GeometryCollection\", \"geometries\": []}"),
                    feature("x", "null").replace("1.5", "\"deep\""),
                    feature("y", "null").replace("7", "7.5"),
                    feature("z", "null").replace("1.5", "[1.5]")))) {
      assertThat(bench.run().item("bad.geojson").firstRejects())
          .containsExactly(
              new Reject(
                  2, "geometry", "geometry", "position -16.0, 145.0 is no longitude, latitude"),
              new Reject(
                  3,
                  "geometry",
                  "geometry",
                  "a ring is not closed, or has less than four positions"),
              new Reject(4, "geometry", "geometry", "coordinates are not nested deep enough"),
              new Reject(5, "geometry", "geometry", "coordinates are nested too deep"),
              new Reject(
                  6, "geometry", "geometry", "type 'GeometryCollection' is not supported yet"),
              new Reject(7, "depth", "number", "deep"),
              new Reject(8, "rank", "integer", "7.5"),
              new Reject(9, "depth", "scalar", "an object or a list"));
      assertThat(bench.rows("SELECT fid FROM TABLE")).containsExactly(List.of("ok"));
    }
  }

  @Test
  void refusesBrokenFilesAndAnotherReferenceSystem() {
    String good = collection(feature("ok", "null"));
    String crs = "{\"crs\": {\"type\": \"name\", \"properties\": {\"name\": \"%s\"}},";
    try (TableBench bench =
        bench("EPSG:4326", "")
            .with("good.geojson", good)
            .with(
                "same.geojson",
                good.replace("ok", "same")
                    .replaceFirst("\\{", crs.formatted("urn:ogc:def:crs:OGC:1.3:CRS84")))
            .with(
                "crs.geojson",
                good.replaceFirst("\\{", crs.formatted("urn:ogc:def:crs:EPSG::28355")))
            .with("cut.geojson", good.substring(0, good.length() - 40))
            .with("page.geojson", "<html></html>")
            .with("point.geojson", "{\"type\": \"Point\", \"coordinates\": [1, 2]}")) {
      TableBench.Run run = bench.run();
      assertThat(
              run.items().stream()
                  .filter(i -> i.outcome() == ItemOutcome.REJECTED)
                  .map(i -> i.problem().orElseThrow())
                  .map(p -> p.thing() + ": " + p.found()))
          .containsExactlyInAnyOrder(
              "crs.geojson: a crs member that names 'urn:ogc:def:crs:EPSG::28355'",
              "cut.geojson line 2: damaged JSON: Unexpected end-of-input in property name",
              "page.geojson: HTML or XML instead of GeoJSON",
              "point.geojson: type Point");
      assertThat(bench.rows("SELECT fid FROM TABLE"))
          .containsExactly(List.of("ok"), List.of("same"));
    }
  }

  private TableBench named(String fieldsMatch, String rename, String json) {
    String schema =
        "{\"fieldsMatch\": \"%s\", \"fields\": [{\"name\": \"k\", \"type\": \"string\"}%s]}"
            .formatted(
                fieldsMatch,
                rename.isEmpty() ? "" : ", {\"name\": \"feature_id\", \"type\": \"integer\"}");
    String section =
        """
        {"inputs": {"reefs": {"from": "files", "format": "geojson"}}, %s
         "geometry": {"column": "geometry", "crs": "OGC:CRS84"}, "output": {"fid": "{k}"}}
        """
            .formatted(rename);
    return new TableBench(folder, TableBench.contract(schema, section), 1).with("x.geojson", json);
  }

  private static String withId(String id, String k) {
    return """
    {"type": "Feature", "id": %s, "geometry": null, "properties": {"k": "%s"}}
    """
        .formatted(id, k);
  }

  @Test
  void refusesIdsOfFeaturesThatTheContractDoesNotName() {
    String json = collection(withId("7", "a"), withId("9007199254740993", "b"));
    try (TableBench bench = named("exact", "", json)) {
      org.assertj.core.api.Assertions.assertThatThrownBy(bench::run)
          .hasMessageContaining("no source has a row");
    }
  }

  @Test
  void keepsIdsOfFeaturesAsAColumnAndLeavesThemOutWhereTheContractSaysSo() {
    String json = collection(withId("7", "a"), withId("9007199254740993", "b"));
    String rename = "\"steps\": [{\"rename\": {\"@id\": \"feature_id\"}}],";
    try (TableBench bench = named("exact", rename, json)) {
      bench.run();
      assertThat(bench.rows("SELECT feature_id FROM TABLE ORDER BY k"))
          .containsExactly(List.of("7"), List.of("9007199254740993"));
    }
    try (TableBench bench = named("subset", "", json)) {
      assertThat(bench.run().commit()).isPresent();
    }
  }

  @Test
  void takesIdsThatAPropertyRepeatsForToldAlready() {
    try (TableBench bench =
        named("exact", "", collection(withId("\"a\"", "a"), withId("\"b\"", "b")))) {
      assertThat(bench.run().commit()).isPresent();
    }
  }
}
