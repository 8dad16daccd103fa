package rimrep.api.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import rimrep.api.core.CatalogueWriter.BulkMode;
import rimrep.api.core.CatalogueWriter.Outcome;
import rimrep.api.core.Footprint;
import rimrep.api.core.NewItem;

/// Many items in one statement: a column of them is one array, so that neither side pays per item
/// for a message, a plan and twenty parameters.
final class ItemRows {

  private static final String INSERT =
      "insert into item (collection, ckey, id, " + PostgresWriter.COLUMNS + ") select ";

  private static final String SELECTED =
      ", r.id, r.doc, r.links_at, r.etag, r.visibility::smallint, r.roles::text[], r.ts::timestamptz,"
          + " r.t0::timestamptz, r.t1::timestamptz, r.bb::box, r.bb2::box, r.rect, r.wkb, r.z0,"
          + " r.z1, r.idx::jsonb, "
          + PostgresWriter.WORDS
          + "r.words)) from unnest(";

  private static final String NAMES =
      ") r(id, doc, links_at, etag, visibility, roles, ts, t0, t1, bb, bb2, rect, wkb, z0, z1, idx,"
          + " words) order by r.id collate \"C\"";

  private ItemRows() {}

  /// @param collectionKey of the collection of all of them
  /// @return for each item what became of it
  static List<Outcome> write(Connection c, List<NewItem> items, int collectionKey, BulkMode mode)
      throws SQLException {
    var outcomes = new Outcome[items.size()];
    for (List<Integer> round : rounds(items)) {
      List<NewItem> part = round.stream().map(items::get).toList();
      Map<String, String> before = mode == BulkMode.UPSERT ? locked(c, part) : Map.of();
      Set<String> ids = run(c, statement(part, collectionKey, mode)).keySet();
      round.forEach(i -> outcomes[i] = outcome(items.get(i), mode, before, ids));
    }
    return List.of(outcomes);
  }

  private static Outcome outcome(
      NewItem item, BulkMode mode, Map<String, String> before, Set<String> written) {
    if (!written.contains(item.id())) {
      return switch (mode) {
        case INSERT -> new Outcome.Exists();
        case UPSERT -> new Outcome.Unchanged(item.etag());
      };
    }
    return Optional.ofNullable(before.get(item.id()))
        .<Outcome>map(etag -> new Outcome.Updated(etag, item.etag()))
        .orElseGet(() -> new Outcome.Created(item.etag()));
  }

  /// The ETags of those that are there, which nobody else changes now.
  private static Map<String, String> locked(Connection c, List<NewItem> items) throws SQLException {
    Sql sql = new Sql().add("select id, etag from item where collection = ");
    sql.text(items.getFirst().collection()).add(" and id = any(");
    sql.texts(items.stream().map(NewItem::id).toList());
    return run(c, sql.add(") order by id for update"));
  }

  /// One statement cannot write a row twice: the second item of an id goes into a second one. Each
  /// takes its rows in one order, so that transactions never wait for each other in a circle.
  private static List<List<Integer>> rounds(List<NewItem> items) {
    var rounds = new ArrayList<List<Integer>>();
    List<Integer> rest = new ArrayList<>(IntStream.range(0, items.size()).boxed().toList());
    while (!rest.isEmpty()) {
      var seen = new HashSet<String>();
      var round = new ArrayList<Integer>();
      var later = new ArrayList<Integer>();
      rest.forEach(i -> (seen.add(items.get(i).id()) ? round : later).add(i));
      round.sort(Comparator.comparing(i -> items.get(i).id()));
      rounds.add(round);
      rest = later;
    }
    return rounds;
  }

  /// Ids with their ETags.
  private static Map<String, String> run(Connection c, Sql sql) throws SQLException {
    var ids = new HashMap<String, String>();
    try (PreparedStatement s = sql.prepare(c);
        ResultSet rows = s.executeQuery()) {
      while (rows.next()) {
        ids.put(rows.getString(1), rows.getString(2));
      }
    }
    return ids;
  }

  private static Sql statement(List<NewItem> items, int collectionKey, BulkMode mode) {
    Sql sql = new Sql().add(INSERT).text(items.getFirst().collection()).add(",");
    sql.number(collectionKey).add(SELECTED);
    columns(sql, items);
    sql.add(NAMES).add(" on conflict (collection, id) do ");
    switch (mode) {
      case INSERT -> sql.add("nothing");
      case UPSERT ->
          sql.add("update set (" + PostgresWriter.COLUMNS + ") = row(excluded.")
              .add(PostgresWriter.COLUMNS.replace(", ", ", excluded."))
              .add(") where item.etag <> excluded.etag");
    }
    return sql.add(" returning id, etag");
  }

  private static void columns(Sql sql, List<NewItem> items) {
    text(sql, items, NewItem::id).add(",");
    text(sql, items, i -> i.document().text()).add(",");
    sql.array("int4", column(items, i -> i.document().linksAt(), Integer[]::new)).add(",");
    text(sql, items, NewItem::etag).add(",");
    sql.array("int4", column(items, i -> i.access().visibility().ordinal(), Integer[]::new))
        .add(",");
    text(sql, items, i -> roles(i.access().roles())).add(",");
    text(sql, items, i -> time(i.datetime())).add(",");
    text(sql, items, i -> time(i.start())).add(",");
    text(sql, items, i -> time(i.end())).add(",");
    text(sql, items, i -> i.footprint().map(p -> Sql.boxText(p.west())).orElse(null)).add(",");
    text(sql, items, i -> i.footprint().flatMap(Footprint::east).map(Sql::boxText).orElse(null))
        .add(",");
    sql.array(
            "bool",
            column(
                items, i -> i.footprint().map(Footprint::rectangle).orElse(false), Boolean[]::new))
        .add(",");
    sql.array("bytea", column(items, ItemRows::wkb, byte[][]::new)).add(",");
    number(sql, items, Footprint::lowest).add(",");
    number(sql, items, Footprint::highest).add(",");
    text(sql, items, NewItem::properties).add(",");
    text(sql, items, NewItem::words);
  }

  private static byte @Nullable [] wkb(NewItem item) {
    Optional<Footprint> place = item.footprint().filter(p -> !p.rectangle());
    return place.map(PostgresWriter::wkb).orElse(null);
  }

  /// As an array literal. The words are quoted: a role may hold a comma.
  private static String roles(Set<String> roles) {
    var text = new StringBuilder("{");
    for (String role : roles) {
      text.append(text.length() > 1 ? "," : "").append('"');
      text.append(role.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return text.append('}').toString();
  }

  /// With the year as PostgreSQL reads it: 0000 is the year 1 before Christ.
  private static String time(Instant instant) {
    OffsetDateTime at = OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    return at.getYear() > 0
        ? at.toString().replaceFirst("^\\+", "")
        : at.withYear(1 - at.getYear()).toString().replace("Z", "+00 BC");
  }

  private static Sql text(Sql sql, List<NewItem> items, Function<NewItem, @Nullable String> of) {
    return sql.array("text", column(items, of, String[]::new));
  }

  private static Sql number(Sql sql, List<NewItem> items, Function<Footprint, Double> of) {
    return sql.array(
        "float8", column(items, i -> i.footprint().map(of).orElse(0.0), Double[]::new));
  }

  private static <T extends @Nullable Object> T[] column(
      List<NewItem> items, Function<NewItem, T> of, java.util.function.IntFunction<T[]> array) {
    return items.stream().map(of).toArray(array);
  }
}
