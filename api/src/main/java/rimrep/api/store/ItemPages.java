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
/// out to be many, or are likely to be, the page is read from an index in the asked order and ends
/// when it is full.
///
/// Where possible either is one statement, for each costs a round trip and a plan.
final class ItemPages {

  private static final int BATCH = 500;
  private static final Sql TRUE = new Sql().add("true");

  private final Viewer viewer;
  private final ItemSearch search;
  private final RowTest test;
  private final Optional<Sql> facets;

  /// @param facets whose values may be read instead of the items'
  ItemPages(Viewer viewer, ItemSearch search, Facets facets) {
    this.viewer = viewer;
    this.search = search;
    this.facets = FacetSql.conditions(viewer, search, facets);
    this.test = new RowTest(search);
  }

  /// The page by statements that need not see the same moment: in fact one, or a second if the
  /// first finds more items than are counted.
  ///
  /// @return empty if it takes several that must
  Optional<Page<StoredItem>> atOnce(Connection c) throws SQLException {
    if (search.limit() > BATCH) {
      return Optional.empty();
    }
    if (!isSelective()) {
      return pageWithCount(c);
    }
    return switch (new Selection(c).page(true)) {
      case Found.Complete(var page) -> Optional.of(page);
      case Found.TooMany many when test.isIdle() -> Optional.of(inOrder(c, tooMany()));
      default -> Optional.empty();
    };
  }

  /// The page by several statements of one transaction.
  Page<StoredItem> inSteps(Connection c) throws SQLException {
    if (!isSelective()) {
      return inOrder(c, count(c));
    }
    return switch (new Selection(c).page(false)) {
      case Found.Complete(var page) -> page;
      case Found.TooMany many -> inOrder(c, test.isIdle() ? tooMany() : count(c));
      case Found.Other other -> throw new IllegalStateException("documents are fetched apart");
    };
  }

  private boolean isSelective() {
    return search.area().isPresent()
        || search.filter().isPresent()
        || search.words().isPresent()
        || search.ids().isPresent();
  }

  private static Page.Matched tooMany() {
    return matched(Page.Matched.LIMIT + 1L);
  }

  private sealed interface Found {
    record Complete(Page<StoredItem> page) implements Found {}

    /// More candidates than are counted.
    record TooMany() implements Found {}

    /// To be asked for in another way.
    record Other() implements Found {}
  }

  private record Key(String collection, String id) {}

  /// All candidates of a selective search.
  private final class Selection {

    private final Connection connection;
    private final List<Key> keys = new ArrayList<>();
    private final List<StoredItem> documents = new ArrayList<>();
    private Optional<Cursor> last = Optional.empty();
    private boolean more;
    private boolean complete = true;
    private long hits;
    private long candidates;

    Selection(Connection connection) {
      this.connection = connection;
    }

    /// @param whole with the documents, and values of properties from where they are at hand
    Found page(boolean whole) throws SQLException {
      int documented = !whole ? 0 : search.limit() + (test.isIdle() ? 0 : 1 + search.limit() / 4);
      try (PreparedStatement s = candidates(whole, documented).prepare(connection)) {
        s.setFetchSize(BATCH);
        try (ResultSet found = s.executeQuery()) {
          while (found.next()) {
            if (found.getBoolean("odd")) {
              return new Found.Other();
            }
            candidates = found.getLong("candidates");
            if (candidates > Page.Matched.LIMIT) {
              return new Found.TooMany();
            }
            if (found.getString("id") != null && test.passes(found)) {
              take(found);
            }
          }
        }
      }
      if (whole && !complete) {
        return new Found.Other();
      }
      List<StoredItem> rows = whole ? documents : documents(connection, keys);
      Page.Matched matched = matched(test.isIdle() ? candidates : hits);
      return new Found.Complete(new Page<>(rows, more ? last : Optional.empty(), matched));
    }

    private void take(ResultSet found) throws SQLException {
      hits++;
      if (!found.getBoolean("later")) {
        return;
      }
      if (keys.size() == search.limit()) {
        more = true;
        return;
      }
      keys.add(new Key(found.getString("collection"), found.getString("id")));
      last = Optional.of(cursor(found));
      if (found.getString("doc") == null) {
        complete = false;
      } else {
        documents.add(item(found));
      }
    }
  }

  /// All candidates in order, with their number in each row; one row without an item if there are
  /// none, or too many. Where nothing is left to test, those of the page are enough.
  ///
  /// @param documented so many of those that can be on the page come with their documents
  private Sql candidates(boolean fromFacets, int documented) {
    List<SortKey> order = search.order();
    Sql later = search.after().map(a -> SearchSql.after(order, a, ItemPages::sorted)).orElse(TRUE);
    Sql sql = new Sql().add("with found as materialized (select ").add(test.columns());
    sql.add(sortColumns()).add(source(fromFacets));
    sql.add(" limit " + (Page.Matched.LIMIT + 1) + "), n as materialized (select count(*)");
    sql.add(" as candidates from found) select n.candidates, ").add(odd(fromFacets));
    sql.add(" as odd, i.*, d.doc, d.links_at, d.etag, d.complete from n left join lateral (");
    if (test.isIdle()) {
      sql.add("select i.*, true as later, 1 as place from found i where n.candidates <= ");
      sql.add(Page.Matched.LIMIT + " and ").add(later).add(" order by ");
      sql.add(SearchSql.order(order, ItemPages::sorted)).add(" limit ").number(search.limit() + 1);
    } else {
      sql.add("select i.*, ").add(later).add(" as later, row_number() over (partition by ");
      sql.add(later).add(" order by ").add(SearchSql.order(order, ItemPages::sorted));
      sql.add(") as place from found i where n.candidates <= " + Page.Matched.LIMIT);
    }
    sql.add(") i on true left join lateral (select d.doc, d.links_at, d.etag, ");
    sql.add(AccessSql.fullItem(viewer, "d")).add(" as complete from item d where i.later");
    sql.add(" and i.place <= ").number(documented).add(" and d.collection = i.collection");
    sql.add(" and d.id = i.id limit 1) d on true order by ");
    return sql.add(SearchSql.order(order, ItemPages::sorted));
  }

  private Sql source(boolean fromFacets) {
    return fromFacets && facets.isPresent()
        ? new Sql().add(" from item_facet i where ").add(facets.get())
        : new Sql().add(" from item i where ").add(SearchSql.conditions(viewer, search));
  }

  private String odd(boolean fromFacets) {
    return fromFacets && facets.isPresent()
        ? "exists (select 1 from item_facet where odd)"
        : "false";
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

  private List<StoredItem> documents(Connection c, List<Key> keys) throws SQLException {
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
    try (PreparedStatement s = sql.prepare(c)) {
      s.setFetchSize(BATCH);
      try (ResultSet found = s.executeQuery()) {
        while (found.next()) {
          rows.add(item(found));
        }
      }
    }
    return rows;
  }

  /// The rows after the cursor in the asked order.
  ///
  /// @param more a further column
  private Sql ordered(Sql more) {
    List<SortKey> order = search.order();
    Sql sql = new Sql().add("select ").add(test.columns()).add(", ").add(document());
    sql.add(sortColumns()).add(more).add(source(false));
    search
        .after()
        .ifPresent(a -> sql.add(" and ").add(SearchSql.after(order, a, SearchSql::expression)));
    sql.add(" order by ").add(SearchSql.order(order, SearchSql::expression));
    return test.isIdle() ? sql.add(" limit ").number(search.limit() + 1) : sql;
  }

  /// @return empty if nothing comes after the cursor, and so nothing tells the count
  private Optional<Page<StoredItem>> pageWithCount(Connection c) throws SQLException {
    Sql counted = new Sql().add(", (").add(countStatement()).add(") as matched");
    var rows = new ArrayList<StoredItem>();
    Optional<Cursor> last = Optional.empty();
    long matched = 0;
    try (PreparedStatement s = ordered(counted).prepare(c);
        ResultSet found = s.executeQuery()) {
      while (found.next()) {
        matched = found.getLong("matched");
        if (rows.size() == search.limit()) {
          return Optional.of(new Page<>(rows, last, matched(matched)));
        }
        rows.add(item(found));
        if (rows.size() == search.limit()) {
          last = Optional.of(cursor(found));
        }
      }
    }
    return rows.isEmpty() && search.after().isPresent()
        ? Optional.empty()
        : Optional.of(new Page<>(rows, Optional.empty(), matched(matched)));
  }

  private Page<StoredItem> inOrder(Connection c, Page.Matched matched) throws SQLException {
    var rows = new ArrayList<StoredItem>();
    Optional<Cursor> last = Optional.empty();
    try (PreparedStatement s = ordered(new Sql()).prepare(c)) {
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

  /// Where SQL says it all.
  private Sql countStatement() {
    if (!isSelective() && search.time().isEmpty() && search.collections().isPresent()) {
      return SearchSql.sizes(viewer, search.collections().get());
    }
    Sql sql = new Sql().add("select count(*) from (select 1").add(source(false));
    return sql.add(" limit " + (Page.Matched.LIMIT + 1) + ") x");
  }

  /// Where SQL says it all, PostgreSQL counts alone.
  private Page.Matched count(Connection c) throws SQLException {
    if (test.isIdle()) {
      return matched(number(c, countStatement()));
    }
    Sql sql = new Sql().add("select ").add(test.columns()).add(source(false));
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

  static Page.Matched matched(long count) {
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

  private Sql document() {
    return documentOf(viewer);
  }

  /// The columns that [#item] reads.
  static Sql documentOf(Viewer viewer) {
    Sql complete = AccessSql.fullItem(viewer, "i");
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
