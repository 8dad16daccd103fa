package rimrep.pipeline.table;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.storage.Storage;
import tools.jackson.databind.JsonNode;

/// Reads a stored table back, opened afresh, and finds it as the contract says: what is not is a
/// {@link Bug}, for we wrote it.
public final class StoredTable {
  /// Key of the one object below the dataset's prefix.
  public static final String OBJECT = TableCommit.OBJECT;

  /// Different positions up to which they are the coverage themselves.
  private static final int FEW = 20;

  /// Cells along the longer side of the bounding box.
  private static final int CELLS = 32;

  private final TableContract contract;
  private final DuckSession db;
  private final String key;

  private StoredTable(TableContract contract, DuckSession db, String key) {
    this.contract = contract;
    this.db = db;
    this.key = key;
  }

  /// @param key of the object in `storage`
  public static TableFacts facts(
      TableSettings settings, TableContract contract, Storage storage, String key) {
    Path folder = LocalFiles.folder(settings.working());
    Path file = LocalFiles.of(storage, key, folder, "stored.parquet");
    try (DuckSession db =
        DuckSession.open(settings, List.of(folder, file.toAbsolutePath().getParent()))) {
      String read = "read_parquet(" + Sql.text(file.toString()) + ")";
      db.run("CREATE VIEW stored AS SELECT * FROM " + read);
      StoredTable table = new StoredTable(contract, db, key);
      table.checkKeys(file);
      return table.read();
    } finally {
      LocalFiles.remove(folder);
    }
  }

  private TableFacts read() {
    long rows = db.count("SELECT count(*) FROM stored");
    long fids = db.count("SELECT count(DISTINCT fid) FROM stored");
    if (rows != fids) {
      throw bug(fids + " different fids", rows + ", one per row");
    }
    Optional<BoundingBox> bbox = bbox();
    return new TableFacts(rows, columns(rows), bbox, times(), bbox.map(this::coverage));
  }

  private Bug bug(String found, String expected) {
    return new Bug(key, found, expected, "convert the dataset again and report this");
  }

  private void checkKeys(Path file) {
    List<String> geo =
        db.query(
            "SELECT decode(value) FROM parquet_kv_metadata(%s) WHERE decode(key) = 'geo'"
                .formatted(Sql.text(file.toString())),
            row -> row.getString(1));
    if (geo.size() != (contract.geometry().present() ? 1 : 0)) {
      throw bug(geo.size() + " keys 'geo'", contract.geometry().present() ? "1" : "0");
    }
    for (String text : geo) {
      JsonNode box = Json.mapper().readTree(text).at("/columns/geometry/bbox");
      Optional<BoundingBox> said =
          box.isArray()
              ? Optional.of(Json.mapper().treeToValue(box, BoundingBox.class))
              : Optional.empty();
      if (!said.equals(bbox())) {
        throw bug("a geo bbox " + said, "that of the rows, " + bbox());
      }
    }
  }

  private record Shape(String name, String type) {}

  private List<TableFacts.ColumnFacts> columns(long rows) {
    List<Shape> shapes =
        db.query(
            "SELECT column_name, column_type FROM (DESCRIBE stored)",
            row -> new Shape(row.getString(1), row.getString(2)));
    List<String> names = shapes.stream().map(Shape::name).toList();
    if (!names.equals(contract.columns())) {
      throw bug("columns " + names, contract.columns().toString());
    }
    String aggregates = shapes.stream().map(this::aggregate).collect(Collectors.joining(", "));
    return db.one("SELECT " + aggregates + " FROM stored", row -> facts(row, shapes, rows));
  }

  /// Three numbers or texts per column: values, smallest, largest. `SUMMARIZE` is ten times slower.
  private String aggregate(Shape shape) {
    String name = Sql.name(shape.name());
    return switch (arrow(shape)) {
      case "int32", "int64", "float", "double" ->
          "count(%1$s), min(%1$s)::DOUBLE, max(%1$s)::DOUBLE".formatted(name);
      case "date32[day]" -> "count(%1$s), min(%1$s)::VARCHAR, max(%1$s)::VARCHAR".formatted(name);
      case "timestamp[us, tz=UTC]" ->
          "count(%1$s), epoch_us(min(%1$s)), epoch_us(max(%1$s))".formatted(name);
      default -> "count(" + name + "), NULL, NULL";
    };
  }

  private List<TableFacts.ColumnFacts> facts(ResultSet row, List<Shape> shapes, long rows)
      throws SQLException {
    List<TableFacts.ColumnFacts> facts = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      Shape shape = shapes.get(i);
      String type = arrow(shape);
      int at = i * 3 + 1;
      long nulls = rows - row.getLong(at);
      boolean known = row.getObject(at + 1) != null;
      boolean text = type.startsWith("date") || type.startsWith("timestamp");
      facts.add(
          new TableFacts.ColumnFacts(
              shape.name(),
              type,
              nulls,
              known && !text ? Optional.of(row.getDouble(at + 1)) : Optional.empty(),
              known && !text ? Optional.of(row.getDouble(at + 2)) : Optional.empty(),
              known && text ? Optional.of(iso(row, at + 1, type)) : Optional.empty(),
              known && text ? Optional.of(iso(row, at + 2, type)) : Optional.empty()));
    }
    return facts;
  }

  private static String iso(ResultSet row, int at, String type) throws SQLException {
    return type.startsWith("date")
        ? String.valueOf(row.getString(at))
        : instant(row.getLong(at)).toString();
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private String arrow(Shape shape) {
    return switch (shape.type()) {
      case "VARCHAR" -> "string";
      case "INTEGER" -> "int32";
      case "BIGINT" -> "int64";
      case "FLOAT" -> "float";
      case "DOUBLE" -> "double";
      case "BOOLEAN" -> "bool";
      case "DATE" -> "date32[day]";
      case "TIMESTAMP WITH TIME ZONE" -> "timestamp[us, tz=UTC]";
      default -> {
        if (shape.name().equals("geometry")) {
          yield "binary";
        }
        if (shape.name().equals("bbox")) {
          yield "struct<xmin: float, ymin: float, xmax: float, ymax: float>";
        }
        throw bug("column " + shape.name() + " of type " + shape.type(), "a type of ours");
      }
    };
  }

  /// The columns that hold a geometry's exact extent: west, south, east, north.
  private List<String> extent() {
    List<String> names =
        switch (contract.geometry()) {
          case GeometrySpec.None none -> List.<String>of();
          case GeometrySpec.Point(String x, String y, Crs crs) -> List.of(x, y, x, y);
          case GeometrySpec.Column column ->
              column.pointsOnly()
                  ? List.of("lon", "lat", "lon", "lat")
                  : List.of("minx", "miny", "maxx", "maxy");
        };
    return names.stream().map(Sql::name).toList();
  }

  private Optional<BoundingBox> bbox() {
    List<String> e = extent();
    if (e.isEmpty()) {
      return Optional.empty();
    }
    return db.first(
        "SELECT min(%s)::DOUBLE, min(%s)::DOUBLE, max(%s)::DOUBLE, max(%s)::DOUBLE FROM stored HAVING count(%s) > 0"
            .formatted(e.get(0), e.get(1), e.get(2), e.get(3), e.get(0)),
        row ->
            new BoundingBox(
                row.getDouble(1), row.getDouble(2), row.getDouble(3), row.getDouble(4)));
  }

  private Optional<TableFacts.Times> times() {
    return contract
        .timeField()
        .flatMap(field ->
            db.first(
                """
                SELECT min(t), max(t), count(*), min(gap), max(gap) FROM (
                  SELECT t, t - lag(t) OVER (ORDER BY t) AS gap
                  FROM (SELECT DISTINCT epoch_us(%1$s) AS t FROM stored WHERE %1$s IS NOT NULL))
                HAVING count(*) > 0
                """
                    .formatted(Sql.name(field.name())),
                StoredTable::times));
  }

  private static TableFacts.Times times(ResultSet row) throws SQLException {
    long distinct = row.getLong(3);
    boolean regular = distinct > 1 && row.getLong(4) == row.getLong(5);
    return new TableFacts.Times(
        instant(row.getLong(1)),
        instant(row.getLong(2)),
        distinct,
        regular ? Optional.of(row.getLong(4)) : Optional.empty());
  }

  private TableFacts.Coverage coverage(BoundingBox bbox) {
    List<String> e = extent();
    if (e.get(0).equals(e.get(2))) {
      List<TableFacts.Position> few =
          db.query(
              "SELECT DISTINCT %1$s::DOUBLE AS x, %2$s::DOUBLE AS y FROM stored WHERE %1$s IS NOT NULL ORDER BY x, y LIMIT %3$d"
                  .formatted(e.get(0), e.get(1), FEW + 1),
              row -> new TableFacts.Position(row.getDouble(1), row.getDouble(2)));
      if (few.size() <= FEW) {
        return new TableFacts.Coverage.Positions(few);
      }
    }
    double size = Math.max(bbox.east() - bbox.west(), bbox.north() - bbox.south()) / CELLS;
    List<String> indices =
        List.of(
            index(e.get(0), bbox.west(), size),
            index(e.get(1), bbox.south(), size),
            index(e.get(2), bbox.west(), size),
            index(e.get(3), bbox.south(), size));
    return new TableFacts.Coverage.Cells(
        bbox,
        size,
        db.query(
            "SELECT DISTINCT %s FROM stored WHERE %s IS NOT NULL ORDER BY ALL"
                .formatted(String.join(", ", indices), e.get(0)),
            row ->
                new TableFacts.Block(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4))));
  }

  private static String index(String column, double from, double size) {
    return size == 0
        ? "0"
        : "least(floor((%s - %s::DOUBLE) / %s::DOUBLE)::INTEGER, %d)"
            .formatted(column, Sql.text(from + ""), Sql.text(size + ""), CELLS - 1);
  }
}
