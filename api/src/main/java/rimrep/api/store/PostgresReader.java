package rimrep.api.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import rimrep.api.core.CatalogueReader;
import rimrep.api.core.CollectionSearch;
import rimrep.api.core.Cursor;
import rimrep.api.core.DocumentText;
import rimrep.api.core.Field;
import rimrep.api.core.ItemSearch;
import rimrep.api.core.Page;
import rimrep.api.core.RankedCollections;
import rimrep.api.core.SortKey;
import rimrep.api.core.StoredCollection;
import rimrep.api.core.StoredItem;
import rimrep.api.core.Viewer;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads from PostgreSQL. A search streams candidates in order and tests each against the asked
/// area exactly, until the page is full.
///
/// Thread-safe.
public final class PostgresReader implements CatalogueReader, AutoCloseable {

  private static final int BATCH = 500;

  /// So many of the newest items are asked for their properties.
  private static final int SAMPLE = 10_000;

  private final Pool pool;

  /// @param queryTime after which the database gives up a statement
  public PostgresReader(DatabaseLogin login, Duration queryTime) {
    this.pool = new Pool(login, true, queryTime);
  }

  @Override
  public Optional<StoredItem> item(Viewer viewer, String collection, String id) {
    Sql sql =
        new Sql()
            .add("select i.collection, i.id, i.doc, i.links_at, i.etag, ")
            .add(AccessSql.fullItem(viewer))
            .add(" as complete from item i where ")
            .add(AccessSql.visibleItem(viewer))
            .add(" and i.collection = ")
            .text(collection)
            .add(" and i.id = ")
            .text(id);
    return pool.transaction(
        "reading item " + id,
        c -> {
          try (PreparedStatement s = sql.prepare(c);
              ResultSet rows = s.executeQuery()) {
            return rows.next() ? Optional.of(item(rows)) : Optional.empty();
          }
        });
  }

  @Override
  public Optional<StoredCollection> collection(Viewer viewer, String id) {
    Sql sql =
        new Sql()
            .add(selectCollections(viewer))
            .add(AccessSql.visibleCollection(viewer))
            .add(" and c.id = ")
            .text(id);
    return pool.transaction(
        "reading collection " + id,
        c -> {
          try (PreparedStatement s = sql.prepare(c);
              ResultSet rows = s.executeQuery()) {
            return rows.next() ? Optional.of(collection(rows)) : Optional.empty();
          }
        });
  }

  @Override
  public Page<StoredCollection> collections(Viewer viewer, CollectionSearch search) {
    Sql condition = AccessSql.visibleCollection(viewer);
    search.words().ifPresent(w -> condition.add(" and c.tsv @@ ").add(SearchSql.words(w)));
    Sql later = new Sql().add(condition);
    search.after().ifPresent(cursor -> later.add(" and c.id > ").text(cursor.id()));
    return pool.transaction(
        "listing collections",
        c -> {
          if (!search.order().isEmpty()) {
            return ranked(c, viewer, condition, search);
          }
          List<StoredCollection> found = collections(c, viewer, later, search, search.limit() + 1);
          long matched =
              search.asksDocument()
                  ? collections(c, viewer, condition, search, Page.Matched.LIMIT + 1).size()
                  : number(
                      c,
                      new Sql()
                          .add("select count(*) from (select 1 from collection c where ")
                          .add(condition)
                          .add(" limit " + (Page.Matched.LIMIT + 1) + ") x"));
          if (found.size() <= search.limit()) {
            return new Page<>(found, Optional.empty(), matched(matched));
          }
          List<StoredCollection> rows = found.subList(0, search.limit());
          Cursor next = new Cursor(List.of(), "", rows.getLast().id());
          return new Page<>(rows, Optional.of(next), matched(matched));
        });
  }

  private static Page<StoredCollection> ranked(
      Connection c, Viewer viewer, Sql condition, CollectionSearch search) throws SQLException {
    var ranked = new RankedCollections(search);
    Sql sql = new Sql().add(selectCollections(viewer)).add(condition);
    try (PreparedStatement s = sql.prepare(c)) {
      s.setFetchSize(BATCH);
      try (ResultSet found = s.executeQuery()) {
        while (found.next()) {
          StoredCollection collection = collection(found);
          if (!search.asksDocument() || search.matches(collection.document())) {
            ranked.add(collection);
          }
        }
      }
    }
    return ranked.page();
  }

  @Override
  public Set<String> unknownMembers(Viewer viewer, Set<String> names) {
    if (names.isEmpty()) {
      return Set.of();
    }
    return pool.transaction(
        "looking for members of collections",
        c -> {
          Sql visible = AccessSql.visibleCollection(viewer);
          Sql any = new Sql().add("select count(*) from (select 1 from collection c where ");
          if (number(c, any.add(visible).add(" limit 1) x")) == 0) {
            return Set.of();
          }
          var unknown = new TreeSet<String>();
          for (String name : names) {
            Sql one = new Sql().add("select count(*) from (select 1 from collection c where ");
            boolean data = DocumentText.isData(name);
            one.add(data ? AccessSql.fullCollection(viewer) : visible)
                .add(" and (c.doc::json -> ")
                .text(name);
            if (number(c, one.add("::text) is not null limit 1) x")) == 0) {
              unknown.add(name);
            }
          }
          return unknown;
        });
  }

  /// The first `max` that also meet the asked extent, by id.
  private static List<StoredCollection> collections(
      Connection c, Viewer viewer, Sql condition, CollectionSearch search, int max)
      throws SQLException {
    Sql sql = new Sql().add(selectCollections(viewer)).add(condition).add(" order by c.id");
    if (!search.asksDocument()) {
      sql.add(" limit ").number(max);
    }
    var rows = new ArrayList<StoredCollection>();
    try (PreparedStatement s = sql.prepare(c)) {
      s.setFetchSize(BATCH);
      try (ResultSet found = s.executeQuery()) {
        while (rows.size() < max && found.next()) {
          StoredCollection collection = collection(found);
          if (!search.asksDocument() || search.matches(collection.document())) {
            rows.add(collection);
          }
        }
      }
    }
    return rows;
  }

  @Override
  public Page<StoredItem> search(Viewer viewer, ItemSearch search) {
    return pool.transaction(
        "searching items",
        c -> {
          Page.Matched matched = count(c, viewer, search);
          return page(c, viewer, search, matched);
        });
  }

  @Override
  public void ping() {
    pool.transaction(
        "asking for a sign of life",
        c -> number(c, new Sql().add("select count(*) from (select 1 from item limit 1) x")));
  }

  @Override
  public Set<String> unknownProperties(Viewer viewer, Set<String> names) {
    return pool.transaction(
        "looking for properties",
        c -> {
          Sql any = new Sql().add("select count(*) from (select 1 from item i where ");
          if (number(c, any.add(AccessSql.visibleItem(viewer)).add(" limit 1) x")) == 0) {
            return Set.of();
          }
          var unknown = new TreeSet<String>();
          for (String name : names) {
            Sql one = new Sql().add("select count(*) from (select 1 from item i where ");
            one.add(AccessSql.visibleItem(viewer)).add(" and (i.idx -> ").text(name);
            if (number(c, one.add("::text) is not null limit 1) x")) == 0) {
              unknown.add(name);
            }
          }
          return unknown;
        });
  }

  @Override
  public SortedMap<String, SortedSet<String>> properties(
      Viewer viewer, Optional<String> collection) {
    Sql sql =
        new Sql()
            .add(
                "select distinct p.key, jsonb_typeof(p.value) from (select i.idx from item i where ")
            .add(AccessSql.visibleItem(viewer));
    collection.ifPresent(id -> sql.add(" and i.collection = ").text(id));
    sql.add(" order by i.ts desc, i.collection, i.id limit " + SAMPLE);
    sql.add(") i cross join lateral jsonb_each(i.idx) p");
    return pool.transaction(
        "listing properties",
        c -> {
          var found = new TreeMap<String, SortedSet<String>>();
          try (PreparedStatement s = sql.prepare(c);
              ResultSet rows = s.executeQuery()) {
            while (rows.next()) {
              found
                  .computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                  .add(rows.getString(2));
            }
          }
          return found;
        });
  }

  private static Page<StoredItem> page(
      Connection c, Viewer viewer, ItemSearch search, Page.Matched matched) throws SQLException {
    var test = new RowTest(search);
    Sql sql = new Sql().add("select " + RowTest.COLUMNS + ", i.doc, i.links_at, i.etag, ");
    sql.add(AccessSql.fullItem(viewer)).add(" as complete");
    for (int i = 0; i < search.order().size(); i++) {
      sql.add(", ").add(SearchSql.expression(search.order().get(i).field())).add(" as sort" + i);
    }
    sql.add(" from item i where ").add(SearchSql.conditions(viewer, search));
    search.after().ifPresent(a -> sql.add(" and ").add(SearchSql.after(search.order(), a)));
    sql.add(" order by ").add(SearchSql.order(search.order()));
    if (test.isIdle()) {
      sql.add(" limit ").number(search.limit() + 1);
    }
    var rows = new ArrayList<StoredItem>();
    Optional<Cursor> last = Optional.empty();
    try (PreparedStatement s = sql.prepare(c)) {
      s.setFetchSize(Math.min(BATCH, search.limit() + 1));
      try (ResultSet found = s.executeQuery()) {
        while (found.next()) {
          if (!test.passes(found)) {
            continue;
          }
          if (rows.size() == search.limit()) {
            return new Page<>(rows, last, matched);
          }
          rows.add(item(found));
          last = Optional.of(cursor(found, search.order()));
        }
      }
    }
    return new Page<>(rows, Optional.empty(), matched);
  }

  /// Where SQL says it all, PostgreSQL counts alone.
  private static Page.Matched count(Connection c, Viewer viewer, ItemSearch search)
      throws SQLException {
    var test = new RowTest(search);
    Sql conditions = SearchSql.conditions(viewer, search);
    if (test.isIdle()) {
      return matched(
          number(
              c,
              new Sql()
                  .add("select count(*) from (select 1 from item i where ")
                  .add(conditions)
                  .add(" limit " + (Page.Matched.LIMIT + 1) + ") x")));
    }
    Sql sql = new Sql().add("select " + RowTest.COLUMNS + " from item i where ").add(conditions);
    long hits = 0;
    try (PreparedStatement s = sql.prepare(c)) {
      s.setFetchSize(BATCH);
      try (ResultSet found = s.executeQuery()) {
        while (hits <= Page.Matched.LIMIT && found.next()) {
          hits += test.passes(found) ? 1 : 0;
        }
      }
    }
    return matched(hits);
  }

  private static Page.Matched matched(long count) {
    return count > Page.Matched.LIMIT
        ? new Page.Matched(Page.Matched.LIMIT, false)
        : new Page.Matched(count, true);
  }

  private static long number(Connection c, Sql sql) throws SQLException {
    try (PreparedStatement s = sql.prepare(c);
        ResultSet rows = s.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Sql selectCollections(Viewer viewer) {
    return new Sql()
        .add("select c.id, c.doc, c.links_at, c.etag, ")
        .add(AccessSql.fullCollection(viewer))
        .add(" as complete from collection c where ");
  }

  private static StoredItem item(ResultSet row) throws SQLException {
    var stored =
        new StoredItem(
            row.getString("collection"),
            row.getString("id"),
            new DocumentText(row.getString("doc"), row.getInt("links_at")),
            row.getString("etag"));
    return row.getBoolean("complete") ? stored : stored.withoutData();
  }

  private static StoredCollection collection(ResultSet row) throws SQLException {
    var stored =
        new StoredCollection(
            row.getString("id"),
            new DocumentText(row.getString("doc"), row.getInt("links_at")),
            row.getString("etag"));
    return row.getBoolean("complete") ? stored : stored.withoutData();
  }

  private static Cursor cursor(ResultSet row, List<SortKey> order) throws SQLException {
    var values = new ArrayList<JsonNode>();
    for (int i = 0; i < order.size(); i++) {
      values.add(value(row, "sort" + i, order.get(i).field()));
    }
    return new Cursor(values, row.getString("collection"), row.getString("id"));
  }

  private static JsonNode value(ResultSet row, String column, Field field) throws SQLException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (field) {
      case Field.Datetime datetime ->
          nodes.stringNode(row.getObject(column, OffsetDateTime.class).toInstant().toString());
      case Field.Id id -> nodes.stringNode(row.getString(column));
      case Field.CollectionId collection -> nodes.stringNode(row.getString(column));
      case Field.Property property -> {
        String json = row.getString(column);
        yield json == null ? nodes.nullNode() : StacJson.parse("{\"v\":" + json + "}").get("v");
      }
    };
  }

  /// How its connections are used.
  public PoolUse poolUse() {
    return pool.use();
  }

  @Override
  public void close() {
    pool.close();
  }
}
