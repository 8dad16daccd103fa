package rimrep.pipeline.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.Bug;

/// Writes the view `pieces` as GeoParquet 1.1: WKB in a plain binary column with our own `geo` key
/// (DuckDB's says 1.0.0 and has no covering), rows in a total order.
///
/// [GeoParquet 1.1.0](https://geoparquet.org/releases/v1.1.0/)
final class TableFile {
  /// Rows per row group: the unit of pruning, and DuckDB's own vector multiple.
  private static final int ROW_GROUP = 122_880;

  private final TableContract contract;
  private final DatasetId dataset;
  private final String software;

  TableFile(TableContract contract, DatasetId dataset, String software) {
    this.contract = contract;
    this.dataset = dataset;
    this.software = software;
  }

  void write(DuckSession db, Path file, long expectedRows) {
    long rows = db.count("SELECT count(*) FROM pieces");
    if (rows != expectedRows) {
      throw new Bug(
          "dataset " + dataset,
          "the pieces hold " + rows + " rows, their reports " + expectedRows,
          "equal numbers",
          "report this");
    }
    db.run("CREATE VIEW shaped AS SELECT *" + shape() + " FROM pieces");
    List<String> order = new ArrayList<>(contract.sort());
    order.add("fid");
    String by =
        order.stream().map(c -> Sql.name(c) + " ASC NULLS LAST").collect(Collectors.joining(", "));
    db.run(
        "COPY (SELECT %s FROM shaped ORDER BY %s) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d, PARQUET_VERSION v2, GEOPARQUET_VERSION 'NONE', KV_METADATA {%s})"
            .formatted(select(), by, Sql.text(file.toString()), ROW_GROUP, keys(db)));
  }

  /// SQL of the geometry and its exact bounds beside the pieces' own columns.
  private String shape() {
    return switch (contract.geometry()) {
      case GeometrySpec.None none -> "";
      case GeometrySpec.Point(String xName, String yName, Crs crs) -> {
        String x = Sql.name(xName) + "::DOUBLE";
        String y = Sql.name(yName) + "::DOUBLE";
        yield ", ST_AsWKB(('POINT(' || %s || ' ' || %s || ')')::GEOMETRY) AS \"rimrep:shape\""
                .formatted(x, y)
            + ", CASE WHEN %s IS NOT NULL THEN 1 END AS \"rimrep:type\"".formatted(x)
            + ", %s AS \"rimrep:x0\", %s AS \"rimrep:y0\", %s AS \"rimrep:x1\", %s AS \"rimrep:y1\""
                .formatted(x, y, x, y);
      }
      case GeometrySpec.Column column -> ", from_base64(\"rimrep:wkb\") AS \"rimrep:shape\"";
    };
  }

  private String select() {
    List<String> parts = new ArrayList<>();
    for (String name : contract.columns()) {
      boolean own = contract.attributes().stream().noneMatch(f -> f.name().equals(name));
      parts.add(own ? own(name) : Sql.name(name));
    }
    return String.join(", ", parts);
  }

  private static String own(String name) {
    return switch (name) {
      case "geometry" -> "\"rimrep:shape\" AS geometry";
      case "bbox" ->
          "CASE WHEN \"rimrep:x0\" IS NOT NULL THEN {'xmin': float_down(\"rimrep:x0\"), 'ymin': float_down(\"rimrep:y0\"), 'xmax': float_up(\"rimrep:x1\"), 'ymax': float_up(\"rimrep:y1\")} END AS bbox";
      case "lon", "minx" -> "\"rimrep:x0\" AS " + name;
      case "lat", "miny" -> "\"rimrep:y0\" AS " + name;
      case "maxx" -> "\"rimrep:x1\" AS maxx";
      case "maxy" -> "\"rimrep:y1\" AS maxy";
      case "fid" -> "fid";
      default -> throw new IllegalStateException("no column of ours: " + name);
    };
  }

  private String keys(DuckSession db) {
    List<String> keys = new ArrayList<>();
    if (contract.geometry().present()) {
      keys.add("geo: " + Sql.text(geo(db)));
    }
    keys.add("pandas: " + Sql.text(FileKeys.pandas(contract)));
    keys.add("'rimrep:dataset': " + Sql.text(dataset.value()));
    keys.add("'rimrep:contract': " + Sql.text(contract.digest()));
    keys.add("'rimrep:software': " + Sql.text(software));
    return String.join(", ", keys);
  }

  private String geo(DuckSession db) {
    List<String> types =
        db.query(
            "SELECT DISTINCT \"rimrep:type\" FROM shaped WHERE \"rimrep:type\" IS NOT NULL ORDER BY 1",
            row -> Wkb.typeName(row.getInt(1)));
    List<BoundingBox> bbox =
        db.query(
            "SELECT min(\"rimrep:x0\"), min(\"rimrep:y0\"), max(\"rimrep:x1\"), max(\"rimrep:y1\") FROM shaped HAVING count(\"rimrep:x0\") > 0",
            row ->
                new BoundingBox(
                    row.getDouble(1), row.getDouble(2), row.getDouble(3), row.getDouble(4)));
    return FileKeys.geo(contract.geometry().crs(), types, bbox.stream().findFirst());
  }
}
