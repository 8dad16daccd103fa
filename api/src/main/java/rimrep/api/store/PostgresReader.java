package rimrep.api.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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
import rimrep.api.core.ItemSearch;
import rimrep.api.core.Page;
import rimrep.api.core.RankedCollections;
import rimrep.api.core.StoredCollection;
import rimrep.api.core.StoredItem;
import rimrep.api.core.Viewer;

/// Reads from PostgreSQL.
///
/// Thread-safe.
public final class PostgresReader implements CatalogueReader, AutoCloseable {

  private static final int BATCH = 500;

  /// So many of the newest items are asked for their properties.
  private static final int SAMPLE = 10_000;

  private static final Sql TRUE = new Sql().add("true");

  private final Pool pool;
  private final Facets.Known facets;

  /// @param queryTime after which the database gives up a statement
  public PostgresReader(DatabaseLogin login, Duration queryTime) {
    this.pool = new Pool(login, true, queryTime);
    this.facets = new Facets.Known(pool);
  }

  @Override
  public Optional<StoredItem> item(Viewer viewer, String collection, String id) {
    Sql sql =
        new Sql()
            .add("select ")
            .add(ItemColumns.document(viewer))
            .add(" from item i where ")
            .add(AccessSql.visibleItem(viewer))
            .add(" and i.collection = ")
            .text(collection)
            .add(" and i.id = ")
            .text(id);
    return pool.statement(
        "reading item " + id,
        c -> {
          try (PreparedStatement s = sql.prepare(c);
              ResultSet rows = s.executeQuery()) {
            return rows.next() ? Optional.of(ItemColumns.item(rows)) : Optional.empty();
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
    return pool.statement(
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
    search.area().ifPresent(area -> condition.add(" and ").add(SearchSql.boxes(area.boxes(), "c")));
    search.words().ifPresent(w -> condition.add(" and c.tsv @@ ").add(SearchSql.words(w)));
    return pool.transaction(
        "listing collections",
        c -> {
          if (!search.order().isEmpty()) {
            return ranked(c, viewer, condition, search);
          }
          return search.asksDocument()
              ? tested(c, viewer, condition, search)
              : byId(c, viewer, condition, search);
        });
  }

  private static Page<StoredCollection> byId(
      Connection c, Viewer viewer, Sql condition, CollectionSearch search) throws SQLException {
    long matched =
        number(
            c,
            new Sql()
                .add("select count(*) from (select 1 from collection c where ")
                .add(condition)
                .add(" limit " + (Page.Matched.LIMIT + 1) + ") x"));
    Sql sql = new Sql().add(selectCollections(viewer)).add(condition);
    search.after().ifPresent(cursor -> sql.add(" and c.id > ").text(cursor.id()));
    sql.add(" order by c.id limit ").number(search.limit() + 1);
    var rows = new ArrayList<StoredCollection>();
    try (PreparedStatement s = sql.prepare(c);
        ResultSet found = s.executeQuery()) {
      while (found.next()) {
        rows.add(collection(found));
      }
    }
    return page(rows, search, matched);
  }

  /// Counts and collects in one pass, for every document must be looked at.
  private static Page<StoredCollection> tested(
      Connection c, Viewer viewer, Sql condition, CollectionSearch search) throws SQLException {
    Sql later = search.after().map(a -> new Sql().add("c.id > ").text(a.id())).orElse(TRUE);
    Sql sql = new Sql().add("select ").add(later).add(" as later, ");
    sql.add(collectionOf(viewer)).add(condition);
    var rows = new ArrayList<StoredCollection>();
    long matched = 0;
    try (PreparedStatement s = sql.add(" order by c.id").prepare(c)) {
      s.setFetchSize(BATCH);
      try (ResultSet found = s.executeQuery()) {
        while ((rows.size() <= search.limit() || matched <= Page.Matched.LIMIT) && found.next()) {
          StoredCollection collection = collection(found);
          if (search.matches(collection.document())) {
            matched++;
            if (found.getBoolean("later") && rows.size() <= search.limit()) {
              rows.add(collection);
            }
          }
        }
      }
    }
    return page(rows, search, matched);
  }

  /// @param rows one more than the page, if there is another
  private static Page<StoredCollection> page(
      List<StoredCollection> rows, CollectionSearch search, long matched) {
    if (rows.size() <= search.limit()) {
      return new Page<>(rows, Optional.empty(), ItemPages.matched(matched));
    }
    List<StoredCollection> shown = rows.subList(0, search.limit());
    Cursor next = new Cursor(List.of(), "", shown.getLast().id());
    return new Page<>(shown, Optional.of(next), ItemPages.matched(matched));
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

  @Override
  public Page<StoredItem> search(Viewer viewer, ItemSearch search) {
    Facets known = search.filter().isPresent() ? facets.get() : Facets.NONE;
    var pages = new ItemPages(viewer, search, known);
    return pool.statement("searching items", pages::atOnce)
        .orElseGet(() -> pool.transaction("searching items", pages::inSteps));
  }

  @Override
  public void ping() {
    pool.statement(
        "asking for a sign of life",
        c ->
            number(
                c,
                new Sql().add("select count(*) from (select 1 from item, item_count limit 1) x")));
  }

  @Override
  public Set<String> unknownProperties(Viewer viewer, Set<String> names) {
    Sql visible = AccessSql.visibleItem(viewer);
    Sql sql = new Sql().add("select exists (select 1 from item i where ").add(visible).add(")");
    for (String name : names) {
      sql.add(", exists (select 1 from item i where ").add(visible).add(" and (i.idx -> ");
      sql.text(name).add("::text) is not null)");
    }
    return pool.statement(
        "looking for properties",
        c -> {
          var unknown = new TreeSet<String>();
          try (PreparedStatement s = sql.prepare(c);
              ResultSet found = s.executeQuery()) {
            found.next();
            int column = 1;
            boolean any = found.getBoolean(column++);
            for (String name : names) {
              if (any && !found.getBoolean(column++)) {
                unknown.add(name);
              }
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

  private static long number(Connection c, Sql sql) throws SQLException {
    try (PreparedStatement s = sql.prepare(c);
        ResultSet rows = s.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Sql selectCollections(Viewer viewer) {
    return new Sql().add("select ").add(collectionOf(viewer));
  }

  private static Sql collectionOf(Viewer viewer) {
    return new Sql()
        .add("c.id, c.doc, c.links_at, c.etag, ")
        .add(AccessSql.fullCollection(viewer))
        .add(" as complete from collection c where ");
  }

  private static StoredCollection collection(ResultSet row) throws SQLException {
    var stored =
        new StoredCollection(
            row.getString("id"),
            new DocumentText(row.getString("doc"), row.getInt("links_at")),
            row.getString("etag"));
    return row.getBoolean("complete") ? stored : stored.withoutData();
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
