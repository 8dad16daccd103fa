package rimrep.api.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.api.core.Cursor;
import rimrep.api.core.ItemSearch;
import rimrep.api.core.Page;
import rimrep.api.core.SortKey;
import rimrep.api.core.StoredItem;
import rimrep.api.core.Viewer;

/// All items that a selective search is likely to leave, found at once and without their documents:
/// these are counted and put in order, and only the documents of the page are fetched. One per
/// query.
final class Selection {

  private static final int BATCH = 500;
  private static final Sql TRUE = new Sql().add("true");

  sealed interface Found {
    record Complete(Page<StoredItem> page) implements Found {}

    /// More candidates than are counted.
    record TooMany() implements Found {}

    /// To be asked for in another way.
    record Other() implements Found {}
  }

  private record Key(String collection, String id) {}

  private final Connection connection;
  private final Viewer viewer;
  private final ItemSearch search;
  private final RowTest test;
  private final Optional<Sql> facets;
  private final List<Key> keys = new ArrayList<>();
  private final List<StoredItem> documents = new ArrayList<>();
  private Optional<Cursor> last = Optional.empty();
  private boolean more;
  private boolean complete = true;
  private long hits;
  private long candidates;

  /// @param facets the conditions on values of properties that are kept apart; absent: not all
  Selection(
      Connection connection, Viewer viewer, ItemSearch search, RowTest test, Optional<Sql> facets) {
    this.connection = connection;
    this.viewer = viewer;
    this.search = search;
    this.test = test;
    this.facets = facets;
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
    Page.Matched matched = ItemPages.matched(test.isIdle() ? candidates : hits);
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
    last = Optional.of(ItemColumns.cursor(found, search.order()));
    if (found.getString("doc") == null) {
      complete = false;
    } else {
      documents.add(ItemColumns.item(found));
    }
  }

  /// All candidates in order, with their number in each row; one row without an item if there are
  /// none, or too many. Where nothing is left to test, those of the page are enough.
  ///
  /// @param documented so many of those that can be on the page come with their documents
  private Sql candidates(boolean fromFacets, int documented) {
    List<SortKey> order = search.order();
    Sql later =
        search.after().map(a -> SearchSql.after(order, a, ItemColumns::sorted)).orElse(TRUE);
    Sql sql = new Sql().add("with found as materialized (select ").add(test.columns());
    sql.add(ItemColumns.sorting(search.order())).add(source(fromFacets));
    sql.add(" limit " + (Page.Matched.LIMIT + 1) + "), n as materialized (select count(*)");
    sql.add(" as candidates from found) select n.candidates, ").add(odd(fromFacets));
    sql.add(" as odd, i.*, d.doc, d.links_at, d.etag, d.complete from n left join lateral (");
    if (test.isIdle()) {
      sql.add("select i.*, true as later, 1 as place from found i where n.candidates <= ");
      sql.add(Page.Matched.LIMIT + " and ").add(later).add(" order by ");
      sql.add(SearchSql.order(order, ItemColumns::sorted))
          .add(" limit ")
          .number(search.limit() + 1);
    } else {
      sql.add("select i.*, ").add(later).add(" as later, row_number() over (partition by ");
      sql.add(later).add(" order by ").add(SearchSql.order(order, ItemColumns::sorted));
      sql.add(") as place from found i where n.candidates <= " + Page.Matched.LIMIT);
    }
    sql.add(") i on true left join lateral (select d.doc, d.links_at, d.etag, ");
    sql.add(AccessSql.fullItem(viewer, "d")).add(" as complete from item d where i.later");
    sql.add(" and i.place <= ").number(documented).add(" and d.collection = i.collection");
    sql.add(" and d.id = i.id limit 1) d on true order by ");
    return sql.add(SearchSql.order(order, ItemColumns::sorted));
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

  private List<StoredItem> documents(Connection c, List<Key> keys) throws SQLException {
    if (keys.isEmpty()) {
      return List.of();
    }
    Sql sql = new Sql().add("select ").add(ItemColumns.document(viewer)).add(" from unnest(");
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
          rows.add(ItemColumns.item(found));
        }
      }
    }
    return rows;
  }
}
