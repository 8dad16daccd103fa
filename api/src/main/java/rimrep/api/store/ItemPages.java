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

/// Finds one page of items, and how many the whole answer has, in one of two ways.
///
/// A search that is likely to leave few items finds them all at once: a [Selection]. If they turn
/// out to be many, or are likely to be, the page is read from an index in the asked order and ends
/// when it is full.
///
/// Where possible either is one statement, for each costs a round trip and a plan.
final class ItemPages {

  private static final int BATCH = 500;

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
    return switch (selection(c).page(true)) {
      case Selection.Found.Complete(var page) -> Optional.of(page);
      case Selection.Found.TooMany many when test.isIdle() -> Optional.of(inOrder(c, tooMany()));
      default -> Optional.empty();
    };
  }

  /// The page by several statements of one transaction.
  Page<StoredItem> inSteps(Connection c) throws SQLException {
    if (!isSelective()) {
      return inOrder(c, count(c));
    }
    return switch (selection(c).page(false)) {
      case Selection.Found.Complete(var page) -> page;
      case Selection.Found.TooMany many -> inOrder(c, test.isIdle() ? tooMany() : count(c));
      case Selection.Found.Other other ->
          throw new IllegalStateException("documents are fetched apart");
    };
  }

  private boolean isSelective() {
    return search.area().isPresent()
        || search.filter().isPresent()
        || search.words().isPresent()
        || search.ids().isPresent();
  }

  private Selection selection(Connection c) {
    return new Selection(c, viewer, search, test, facets);
  }

  private Sql source() {
    return new Sql().add(" from item i where ").add(SearchSql.conditions(viewer, search));
  }

  private static Page.Matched tooMany() {
    return matched(Page.Matched.LIMIT + 1L);
  }

  /// The rows after the cursor in the asked order.
  ///
  /// @param more a further column
  private Sql ordered(Sql more) {
    List<SortKey> order = search.order();
    Sql sql =
        new Sql().add("select ").add(test.columns()).add(", ").add(ItemColumns.document(viewer));
    sql.add(ItemColumns.sorting(search.order())).add(more).add(source());
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
        rows.add(ItemColumns.item(found));
        if (rows.size() == search.limit()) {
          last = Optional.of(ItemColumns.cursor(found, search.order()));
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
          rows.add(ItemColumns.item(found));
          last = Optional.of(ItemColumns.cursor(found, search.order()));
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
    Sql sql = new Sql().add("select count(*) from (select 1").add(source());
    return sql.add(" limit " + (Page.Matched.LIMIT + 1) + ") x");
  }

  /// Where SQL says it all, PostgreSQL counts alone.
  private Page.Matched count(Connection c) throws SQLException {
    if (test.isIdle()) {
      return matched(number(c, countStatement()));
    }
    Sql sql = new Sql().add("select ").add(test.columns()).add(source());
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
}
