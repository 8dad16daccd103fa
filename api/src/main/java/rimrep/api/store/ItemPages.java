package rimrep.api.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.api.core.Cursor;
import rimrep.api.core.DocumentText;
import rimrep.api.core.Field;
import rimrep.api.core.ItemSearch;
import rimrep.api.core.Page;
import rimrep.api.core.SortKey;
import rimrep.api.core.StoredItem;
import rimrep.api.core.Viewer;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Finds one page of items, and how many the whole answer has, in one of two ways.
///
/// A search that is likely to leave few items finds them all at once, without their documents:
/// these are counted and put in order, and only the documents of the page are fetched. If they turn
/// out to be many, or are likely to be, the count and the page are two statements, of which the
/// second reads an index in the asked order and ends when the page is full.
final class ItemPages {

  private static final int BATCH = 500;
  private static final Sql TRUE = new Sql().add("true");

  private final Connection connection;
  private final Viewer viewer;
  private final ItemSearch search;
  private final RowTest test;

  ItemPages(Connection connection, Viewer viewer, ItemSearch search) {
    this.connection = connection;
    this.viewer = viewer;
    this.search = search;
    this.test = new RowTest(search);
  }

  Page<StoredItem> page() throws SQLException {
    boolean selective =
        search.area().isPresent()
            || search.filter().isPresent()
            || search.words().isPresent()
            || search.ids().isPresent();
    if (!selective) {
      return inOrder(count());
    }
    Optional<Page<StoredItem>> found = amongAll();
    if (found.isPresent()) {
      return found.get();
    }
    return inOrder(test.isIdle() ? matched(Page.Matched.LIMIT + 1L) : count());
  }

  private record Key(String collection, String id) {}

  /// @return empty if there are more candidates than are counted
  private Optional<Page<StoredItem>> amongAll() throws SQLException {
    var keys = new ArrayList<Key>();
    Optional<Cursor> last = Optional.empty();
    boolean more = false;
    long hits = 0;
    long candidates = 0;
    try (PreparedStatement s = candidates().prepare(connection)) {
      s.setFetchSize(BATCH);
      try (ResultSet found = s.executeQuery()) {
        while (found.next()) {
          candidates = found.getLong("candidates");
          if (candidates > Page.Matched.LIMIT) {
            return Optional.empty();
          }
          if (found.getString("id") == null || !test.passes(found)) {
            continue;
          }
          hits++;
          if (!found.getBoolean("later")) {
            continue;
          }
          if (keys.size() == search.limit()) {
            more = true;
          } else {
            keys.add(new Key(found.getString("collection"), found.getString("id")));
            last = Optional.of(cursor(found));
          }
        }
      }
    }
    Page.Matched matched = matched(test.isIdle() ? candidates : hits);
    return Optional.of(new Page<>(documents(keys), more ? last : Optional.empty(), matched));
  }

  /// All candidates in order, with their number in each row; one row without an item if there are
  /// none, or too many. Where nothing is left to test, those of the page are enough.
  private Sql candidates() {
    List<SortKey> order = search.order();
    Sql later = search.after().map(a -> SearchSql.after(order, a, ItemPages::sorted)).orElse(TRUE);
    Sql sql = new Sql().add("with found as materialized (select ").add(test.columns());
    sql.add(sortColumns()).add(" from item i where ").add(SearchSql.conditions(viewer, search));
    sql.add(" limit " + (Page.Matched.LIMIT + 1) + ") select n.candidates, i.*, ");
    sql.add(later).add(" as later from (select count(*) as candidates from found) n");
    sql.add(" left join found i on n.candidates <= " + Page.Matched.LIMIT);
    if (test.isIdle()) {
      sql.add(" and ").add(later);
    }
    sql.add(" order by ").add(SearchSql.order(order, ItemPages::sorted));
    return test.isIdle() ? sql.add(" limit ").number(search.limit() + 1) : sql;
  }

  private Sql sortColumns() {
    Sql sql = new Sql();
    for (int i = 0; i < search.order().size(); i++) {
      sql.add(", ").add(SearchSql.expression(i, search.order().get(i).field())).add(" as sort" + i);
    }
    return sql;
  }

  private static Sql sorted(int key, Field field) {
    return new Sql().add("i.sort" + key);
  }

  private List<StoredItem> documents(List<Key> keys) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    Sql sql = new Sql().add("select ").add(document()).add(" from unnest(");
    sql.texts(keys.stream().map(Key::collection).toList()).add(",");
    sql.texts(keys.stream().map(Key::id).toList());
    sql.add(
        ") with ordinality k(collection, id, place) join item i on i.collection = k.collection");
    sql.add(" and i.id = k.id order by k.place");
    var rows = new ArrayList<StoredItem>();
    try (PreparedStatement s = sql.prepare(connection)) {
      s.setFetchSize(BATCH);
      try (ResultSet found = s.executeQuery()) {
        while (found.next()) {
          rows.add(item(found));
        }
      }
    }
    return rows;
  }

  private Page<StoredItem> inOrder(Page.Matched matched) throws SQLException {
    List<SortKey> order = search.order();
    Sql sql = new Sql().add("select ").add(test.columns()).add(", ").add(document());
    sql.add(sortColumns()).add(" from item i where ").add(SearchSql.conditions(viewer, search));
    search
        .after()
        .ifPresent(a -> sql.add(" and ").add(SearchSql.after(order, a, SearchSql::expression)));
    sql.add(" order by ").add(SearchSql.order(order, SearchSql::expression));
    if (test.isIdle()) {
      sql.add(" limit ").number(search.limit() + 1);
    }
    var rows = new ArrayList<StoredItem>();
    Optional<Cursor> last = Optional.empty();
    try (PreparedStatement s = sql.prepare(connection)) {
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
          last = Optional.of(cursor(found));
        }
      }
    }
    return new Page<>(rows, Optional.empty(), matched);
  }

  /// Where SQL says it all, PostgreSQL counts alone.
  private Page.Matched count() throws SQLException {
    Sql conditions = SearchSql.conditions(viewer, search);
    if (test.isIdle()) {
      Sql sql = new Sql().add("select count(*) from (select 1 from item i where ").add(conditions);
      return matched(number(sql.add(" limit " + (Page.Matched.LIMIT + 1) + ") x")));
    }
    Sql sql = new Sql().add("select ").add(test.columns()).add(" from item i where ");
    long hits = 0;
    try (PreparedStatement s = sql.add(conditions).prepare(connection)) {
      s.setFetchSize(BATCH);
      try (ResultSet found = s.executeQuery()) {
        while (hits <= Page.Matched.LIMIT && found.next()) {
          hits += test.passes(found) ? 1 : 0;
        }
      }
    }
    return matched(hits);
  }

  static Page.Matched matched(long count) {
    return count > Page.Matched.LIMIT
        ? new Page.Matched(Page.Matched.LIMIT, false)
        : new Page.Matched(count, true);
  }

  private long number(Sql sql) throws SQLException {
    try (PreparedStatement s = sql.prepare(connection);
        ResultSet rows = s.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Sql document() {
    return documentOf(viewer);
  }

  /// The columns that [#item] reads.
  static Sql documentOf(Viewer viewer) {
    Sql complete = AccessSql.fullItem(viewer);
    return new Sql()
        .add("i.collection, i.id, i.doc, i.links_at, i.etag, ")
        .add(complete)
        .add(" as complete");
  }

  static StoredItem item(ResultSet row) throws SQLException {
    var stored =
        new StoredItem(
            row.getString("collection"),
            row.getString("id"),
            new DocumentText(row.getString("doc"), row.getInt("links_at")),
            row.getString("etag"));
    return row.getBoolean("complete") ? stored : stored.withoutData();
  }

  private Cursor cursor(ResultSet row) throws SQLException {
    var values = new ArrayList<JsonNode>();
    for (int i = 0; i < search.order().size(); i++) {
      values.add(value(row, "sort" + i, search.order().get(i).field()));
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
}
