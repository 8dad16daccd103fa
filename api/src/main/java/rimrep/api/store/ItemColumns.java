package rimrep.api.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import rimrep.api.core.Cursor;
import rimrep.api.core.DocumentText;
import rimrep.api.core.Field;
import rimrep.api.core.SortKey;
import rimrep.api.core.StoredItem;
import rimrep.api.core.Viewer;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The columns of an item that answers are made of, and how they are read: its document, and what
/// it is sorted by.
final class ItemColumns {

  private ItemColumns() {}

  /// The columns that [#item] reads.
  static Sql document(Viewer viewer) {
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

  /// What items are sorted by, as further columns, which [#sorted] names.
  static Sql sorting(List<SortKey> order) {
    Sql sql = new Sql();
    for (int i = 0; i < order.size(); i++) {
      sql.add(", ").add(SearchSql.expression(i, order.get(i).field())).add(" as sort" + i);
    }
    return sql;
  }

  static Sql sorted(int key, Field field) {
    return new Sql().add("i.sort" + key);
  }

  /// The place of a row with the columns of [#sorting].
  static Cursor cursor(ResultSet row, List<SortKey> order) throws SQLException {
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
}
