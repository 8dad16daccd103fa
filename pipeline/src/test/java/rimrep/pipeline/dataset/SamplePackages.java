package rimrep.pipeline.dataset;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// A grid, a table and a limited dataset as the stages before completing leave them. All made up.
public final class SamplePackages {
  public static final Instant NOW = Instant.parse("2024-07-02T03:04:05.678Z");

  private static final String VOCABULARY =
      """
      {"themes": {"gcmd:sea-surface-temperature": {
          "scheme": "https://gcmd.earthdata.nasa.gov/kms/concepts/concept_scheme/sciencekeywords",
          "id": "sea-surface-temperature", "title": "Sea surface temperature"}},
       "licences": {"CC-BY-4.0": {"title": "Creative Commons Attribution 4.0",
          "path": "https://creativecommons.org/licenses/by/4.0/"}}}
      """;
  private static final String COLLECTION =
      """
      {"id": "demo", "title": "Demo collection", "description": "Made-up datasets.",
       "license": "CC-BY-4.0", "keywords": ["reef"],
       "providers": [{"name": "Demo Reef Office", "roles": ["producer"], "url": "https://example.org"}],
       "links": [{"rel": "about", "href": "https://example.org/demo", "type": "text/html"}]}
      """;

  private SamplePackages() {}

  public static CompletePackage grid() {
    return complete(gridDefinition(), gridMeasured());
  }

  public static CompletePackage table() {
    return complete(tableDefinition(), tableMeasured());
  }

  public static CompletePackage limited() {
    return complete(limitedDefinition(), tableMeasured());
  }

  public static CompletePackage complete(DatasetDefinition definition, Measured measured) {
    return Completion.complete(definition, Optional.empty(), measured, Optional.empty(), NOW)
        .complete();
  }

  public static DatasetDefinition gridDefinition() {
    return definition(
        Kind.GRID,
        """
        {"$schema": "https://profiles.example.org/reef-data-package/1.0.json",
         "name": "demo-dhw", "title": "Demo degree heating weeks, daily", "description": "Made-up.",
         "version": "2024.06", "keywords": ["coral bleaching"], "licenses": [{"name": "CC-BY-4.0"}],
         "contributors": [{"title": "Demo Reef Office", "path": "https://example.org",
           "roles": ["producer", "licensor"]}, {"title": "Ada Reef", "email": "ada@example.org",
           "roles": ["pointOfContact"]}],
         "sources": [{"title": "Original record", "path": "https://example.org/metadata/1234"}],
         "citation": {"doi": "10.5072/demo-dhw", "text": "Demo Reef Office (2024)."},
         "themes": ["gcmd:sea-surface-temperature"], "access": "public",
         "update": {"frequency": "P1D"}, "processing": {"level": "L4", "lineage": "Made by hand."},
         "coordinates": {"x": "lon", "y": "lat", "t": "time"},
         "expect": {"bbox": [140, -30, 160, 0]},
         "resources": [{"name": "data", "path": "data.zarr", "format": "zarr",
           "mediatype": "application/vnd.zarr", "schema": "gridschema.json"}]}
        """,
        """
        {"$schema": "https://profiles.example.org/reef-grid-schema/1.0.json", "zarrFormat": 2,
         "crs": "EPSG:4326", "match": "exact",
         "dimensions": [{"name": "time", "type": "temporal", "calendar": "standard", "step": "P1D"},
          {"name": "lat", "type": "spatial", "axis": "y", "unit": "degrees_north"},
          {"name": "lon", "type": "spatial", "axis": "x", "unit": "degrees_east"}],
         "variables": [{"name": "dhw", "dataType": "float32", "dimensions": ["time", "lat", "lon"],
          "unit": "degree_Celsius weeks", "nodata": "nan", "description": "Degree heating weeks"}]}
        """);
  }

  public static DatasetDefinition tableDefinition() {
    return definition(
        Kind.TABLE, tablePackage("demo-loggers", "\"access\": \"public\""), tableSchema());
  }

  public static DatasetDefinition limitedDefinition() {
    return definition(
        Kind.TABLE,
        tablePackage("demo-secret", "\"access\": \"limited\", \"roles\": [\"reef-staff\"]"),
        tableSchema());
  }

  private static String tablePackage(String id, String access) {
    return """
    {"$schema": "https://profiles.example.org/reef-data-package/1.0.json",
     "name": "%s", "title": "Demo loggers", "description": "Made-up <loggers> & more.",
     "licenses": [{"name": "CC-BY-4.0"}], "coordinates": {"x": "lon", "y": "lat", "t": "time"},
     "contributors": [{"title": "Demo Reef Office", "roles": ["producer"]}], %s}
    """
        .formatted(id, access);
  }

  private static String tableSchema() {
    return """
    {"$schema": "https://profiles.example.org/reef-table-schema/1.0.json",
     "primaryKey": ["fid"], "crs": "EPSG:4326",
     "fields": [{"name": "site", "type": "string", "title": "Site"},
      {"name": "time", "type": "datetime", "role": "t"},
      {"name": "lon", "type": "number", "role": "x", "unit": "degrees_east"},
      {"name": "lat", "type": "number", "role": "y", "unit": "degrees_north"},
      {"name": "temperature", "type": "number", "unit": "degree_Celsius",
       "description": "Water temperature"}]}
    """;
  }

  private static DatasetDefinition definition(Kind kind, String curated, String schema) {
    ObjectNode packageNode = object(curated);
    DatasetId id = new DatasetId(packageNode.path("name").stringValue());
    return new DatasetDefinition(
        id,
        new CollectionId("demo"),
        kind,
        Access.of(packageNode.path("access").stringValue()),
        packageNode,
        object(schema),
        object(COLLECTION),
        object(VOCABULARY),
        new Ingest(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            object("{}"),
            Optional.empty()),
        "collections/demo/" + id);
  }

  public static Measured gridMeasured() {
    TreeMap<String, Measured.VariableFacts> variables = new TreeMap<>();
    variables.put(
        "dhw",
        new Measured.VariableFacts(
            "float32",
            Optional.of("degree_Celsius weeks"),
            List.of("time", "lat", "lon"),
            List.of(30L, 160L, 130L),
            List.of(30L, 160L, 130L),
            380000,
            244000,
            Optional.of(0.0),
            Optional.of(24.7),
            Optional.empty(),
            Optional.empty(),
            Optional.of(0L)));
    return new Measured(
        NOW,
        "rimrep 0.1.0",
        "1220" + "ab".repeat(32),
        Optional.of(new BoundingBox(142, -25, 155, -9)),
        Optional.empty(),
        Optional.of(
            new Measured.TimeFacts(
                Instant.parse("2024-06-01T12:00:00Z"),
                Instant.parse("2024-06-30T12:00:00Z"),
                30,
                "P1D")),
        List.of(
            dimension("time", "t", 30, Optional.empty(), 19875.5, 19904.5, 1),
            dimension("lat", "y", 160, Optional.of("degrees_north"), -9.05, -24.95, -0.1),
            dimension("lon", "x", 130, Optional.of("degrees_east"), 142.05, 154.95, 0.1)),
        variables,
        Optional.empty(),
        7340032L,
        List.of(
            new Measured.StoredFile("data.zarr/.zmetadata", 32, "01".repeat(32)),
            new Measured.StoredFile("data.zarr/dhw/0.0.0", 7340000, "02".repeat(32))),
        List.of(),
        new Measured.SourceFacts(30, "1220" + "cd".repeat(32)));
  }

  private static Measured.DimensionFacts dimension(
      String name,
      String axis,
      long length,
      Optional<String> unit,
      double first,
      double last,
      double step) {
    return new Measured.DimensionFacts(
        name,
        Optional.of(axis),
        length,
        unit,
        Optional.of(first),
        Optional.of(last),
        Optional.of(step));
  }

  public static Measured tableMeasured() {
    TreeMap<String, Measured.VariableFacts> variables = new TreeMap<>();
    variables.put("site", column("string", Optional.empty(), Optional.empty()));
    variables.put("time", column("timestamp[us, tz=UTC]", Optional.empty(), Optional.empty()));
    variables.put("lon", column("double", Optional.of(146.1), Optional.of(147.3)));
    variables.put("lat", column("double", Optional.of(-19.2), Optional.of(-18.4)));
    variables.put("temperature", column("double", Optional.of(21.3), Optional.of(30.25)));
    variables.put("geometry", column("binary", Optional.empty(), Optional.empty()));
    variables.put("fid", column("string", Optional.empty(), Optional.empty()));
    variables.put(
        "bbox",
        column(
            "struct<xmin: float, ymin: float, xmax: float, ymax: float>",
            Optional.empty(),
            Optional.empty()));
    return new Measured(
        NOW,
        "rimrep 0.1.0",
        "1220" + "ef".repeat(32),
        Optional.of(new BoundingBox(146.1, -19.2, 147.3, -18.4)),
        Optional.of(
            object(
                "{\"type\": \"MultiPoint\", \"coordinates\": [[146.1, -19.2], [147.3, -18.4]]}")),
        Optional.of(
            new Measured.TimeFacts(
                Instant.parse("2020-01-01T00:00:00.5Z"),
                Instant.parse("2020-12-31T23:50:00Z"),
                1000,
                "irregular")),
        List.of(),
        variables,
        Optional.of(2000L),
        81920L,
        List.of(new Measured.StoredFile("data.parquet/part-0.parquet", 81920, "03".repeat(32))),
        List.of(),
        new Measured.SourceFacts(3, "1220" + "98".repeat(32)));
  }

  public static Measured in(BoundingBox box, Measured m) {
    return with(m, Optional.of(box), m.time(), m.objects(), m.breaches());
  }

  public static Measured nowhereAndNever(Measured m) {
    return with(m, Optional.empty(), Optional.empty(), m.objects(), m.breaches());
  }

  public static Measured inTwoFiles(Measured m) {
    return with(
        m,
        m.bbox(),
        m.time(),
        List.of(
            new Measured.StoredFile("data.parquet/part-0.parquet", 40960, "03".repeat(32)),
            new Measured.StoredFile("data.parquet/part-1.parquet", 40960, "04".repeat(32))),
        m.breaches());
  }

  public static Measured breached(Measured m, String breach) {
    return with(m, m.bbox(), m.time(), m.objects(), List.of(breach));
  }

  private static Measured with(
      Measured m,
      Optional<BoundingBox> bbox,
      Optional<Measured.TimeFacts> time,
      List<Measured.StoredFile> objects,
      List<String> breaches) {
    return new Measured(
        m.at(),
        m.by(),
        m.of(),
        bbox,
        bbox.equals(m.bbox()) ? m.footprint() : Optional.empty(),
        time,
        m.dimensions(),
        m.variables(),
        m.rows(),
        m.bytes(),
        objects,
        breaches,
        m.sources());
  }

  private static Measured.VariableFacts column(
      String type, Optional<Double> min, Optional<Double> max) {
    return new Measured.VariableFacts(
        type,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        1990,
        10,
        min,
        max,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static ObjectNode object(String json) {
    return (ObjectNode) Json.mapper().readTree(json);
  }
}
