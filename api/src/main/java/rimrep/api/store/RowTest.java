package rimrep.api.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.postgresql.geometric.PGbox;
import rimrep.api.core.Area;
import rimrep.api.core.ItemSearch;
import rimrep.api.core.StoreException;
import rimrep.api.core.filter.Candidate;
import rimrep.api.core.filter.Evaluation;
import rimrep.api.core.filter.Expr;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;

/// Tests candidate rows against what SQL could only ask roughly: the exact area, and filters on
/// places, times and arrays. One per query.
final class RowTest {

  private static final GeometryFactory FACTORY = new GeometryFactory();

  private final Optional<Area.Matcher> area;
  private final Optional<Expr> filter;
  private final WKBReader wkb = new WKBReader(FACTORY);

  RowTest(ItemSearch search) {
    this.area = search.area().map(Area::matcher);
    this.filter =
        SearchSql.needsTest(search) ? search.filter().map(f -> f.expr()) : Optional.empty();
  }

  /// Whether every row passes.
  boolean isIdle() {
    return area.isEmpty() && filter.isEmpty();
  }

  /// What the test reads of `item i`, and the key.
  String columns() {
    return "i.collection, i.id"
        + (isIdle() ? "" : ", i.bb, i.bb2, i.rect, i.wkb")
        + (filter.isEmpty() ? "" : ", i.ts, i.idx");
  }

  boolean passes(ResultSet row) throws SQLException {
    if (area.isPresent() && !passes(area.get(), row)) {
      return false;
    }
    return filter.isEmpty() || Evaluation.selects(filter.get(), candidate(row));
  }

  private boolean passes(Area.Matcher matcher, ResultSet row) throws SQLException {
    if (!row.getBoolean("rect")) {
      return matcher.matches(read(row));
    }
    return box(row, "bb").filter(matcher::matchesBox).isPresent()
        || box(row, "bb2").filter(matcher::matchesBox).isPresent();
  }

  private Geometry read(ResultSet row) throws SQLException {
    try {
      return wkb.read(row.getBytes("wkb"));
    } catch (ParseException e) {
      throw new StoreException.Broken("a stored footprint cannot be read", e);
    }
  }

  private static Optional<Envelope> box(ResultSet row, String column) throws SQLException {
    return row.getObject(column) instanceof PGbox box && box.point != null
        ? Optional.of(new Envelope(box.point[0].x, box.point[1].x, box.point[0].y, box.point[1].y))
        : Optional.empty();
  }

  private Optional<Geometry> footprint(ResultSet row) throws SQLException {
    Optional<Envelope> west = box(row, "bb");
    if (west.isEmpty()) {
      return Optional.empty();
    }
    if (!row.getBoolean("rect")) {
      return Optional.of(read(row));
    }
    Geometry one = FACTORY.toGeometry(west.get());
    Optional<Envelope> east = box(row, "bb2");
    return Optional.of(east.map(e -> one.union(FACTORY.toGeometry(e))).orElse(one));
  }

  private Candidate candidate(ResultSet row) throws SQLException {
    return new Row(
        row.getString("id"),
        row.getString("collection"),
        row.getObject("ts", OffsetDateTime.class).toInstant(),
        StacJson.parse(row.getString("idx")),
        footprint(row));
  }

  private record Row(
      String id,
      String collection,
      Instant datetime,
      JsonNode properties,
      Optional<Geometry> footprint)
      implements Candidate {}
}
