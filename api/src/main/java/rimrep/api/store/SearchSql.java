package rimrep.api.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import rimrep.api.core.Area;
import rimrep.api.core.Cursor;
import rimrep.api.core.Field;
import rimrep.api.core.ItemSearch;
import rimrep.api.core.SortKey;
import rimrep.api.core.SortKey.Direction;
import rimrep.api.core.TimeRange;
import rimrep.api.core.Viewer;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;

/// Writes the conditions and the order of an [ItemSearch] as SQL. Conditions on place are those of
/// the boxes only: a superset, which the reader tests exactly.
final class SearchSql {

  private SearchSql() {}

  /// Who may see it, in which collections and when it is: of `item i` or `item_facet i`.
  static Sql frame(Viewer viewer, ItemSearch search) {
    Sql sql = AccessSql.visibleItem(viewer);
    search.collections().ifPresent(ids -> sql.add(" and ").add(oneOf("i.collection", ids)));
    search.time().ifPresent(time -> sql.add(" and ").add(time(time)));
    return sql;
  }

  /// All conditions but the cursor.
  static Sql conditions(Viewer viewer, ItemSearch search) {
    Sql sql = frame(viewer, search);
    search.ids().ifPresent(ids -> sql.add(" and ").add(oneOf("i.id", ids)));
    search.area().ifPresent(area -> sql.add(" and ").add(place(area)));
    search.filter().ifPresent(f -> sql.add(" and ").add(FilterSql.of(f.expr()).sql()));
    search.words().ifPresent(words -> sql.add(" and i.tsv @@ ").add(words(words)));
    if (search.area().isPresent()) {
      search.collections().ifPresent(ids -> sql.add(" and ").add(keys(ids)));
    }
    return sql;
  }

  /// The collections again by key, for the index on key, place and time.
  private static Sql keys(Collection<String> ids) {
    Sql select = new Sql().add("select c.ckey from collection c where ").add(oneOf("c.id", ids));
    return ids.size() == 1
        ? new Sql().add("i.ckey = (").add(select).add(")")
        : new Sql().add("i.ckey = any(array(").add(select).add("))");
  }

  /// How many items the collections have, by what is kept of them. Right if nothing else is asked.
  static Sql sizes(Viewer viewer, Collection<String> collections) {
    return new Sql()
        .add("select coalesce(sum(i.items), 0) from item_count i where ")
        .add(AccessSql.visibleItem(viewer))
        .add(" and ")
        .add(oneOf("i.collection", collections));
  }

  /// Of one value it is an equality, after which an index is still in order.
  private static Sql oneOf(String column, Collection<String> ids) {
    return ids.size() == 1
        ? new Sql().add(column + " = ").text(ids.iterator().next())
        : new Sql().add(column + " = any(").texts(ids).add(")");
  }

  /// Whether the boxes of a row meet one of these.
  static Sql boxes(List<Envelope> boxes, String alias) {
    Sql sql = new Sql().add("(");
    String or = "";
    for (Envelope box : boxes) {
      sql.add(or).add(alias + ".bb && ").box(Optional.of(box));
      sql.add(" or " + alias + ".bb2 && ").box(Optional.of(box));
      or = " or ";
    }
    return sql.add(")");
  }

  private static Sql place(Area area) {
    Sql sql = boxes(area.boxes(), "i");
    area.elevation()
        .ifPresent(
            z -> sql.add(" and i.z0 <= ").number(z.high()).add(" and i.z1 >= ").number(z.low()));
    return sql;
  }

  /// One of the words or phrases, without regard to case and accents.
  static Sql words(List<String> words) {
    Sql sql = new Sql().add("(");
    String or = "";
    for (String word : words) {
      sql.add(or).add("phraseto_tsquery('simple', unaccent(").text(word).add("))");
      or = " || ";
    }
    return sql.add(")");
  }

  /// Whether the rows that [#conditions] leaves must still be tested by the filter itself.
  static boolean needsTest(ItemSearch search) {
    return search.filter().filter(f -> !FilterSql.of(f.expr()).exact()).isPresent();
  }

  private static Sql time(TimeRange time) {
    return new Sql()
        .add("tstzrange(i.t0, i.t1, '[]') && tstzrange(")
        .instant(time.from())
        .add(",")
        .instant(time.to())
        .add(",'[]')");
  }

  /// How a sort key is written: by its place among the keys, and what it sorts by.
  interface Column {
    Sql of(int key, Field field);
  }

  static Sql order(List<SortKey> keys, Column column) {
    Sql sql = new Sql();
    for (int i = 0; i < keys.size(); i++) {
      SortKey key = keys.get(i);
      sql.add(column.of(i, key.field()))
          .add(key.direction() == Direction.DESCENDING ? " desc" : "")
          .add(canBeMissing(key.field()) ? " nulls last, " : ", ");
    }
    return sql.add("i.collection, i.id");
  }

  /// A sort key as a column of `item i`, or computed from one.
  static Sql expression(int key, Field field) {
    return switch (field) {
      case Field.Datetime datetime -> new Sql().add("i.ts");
      case Field.Id id -> new Sql().add("i.id");
      case Field.CollectionId collection -> new Sql().add("i.collection");
      case Field.Property property ->
          new Sql().add("(i.idx -> ").text(property.name()).add("::text)");
    };
  }

  private static boolean canBeMissing(Field field) {
    return field instanceof Field.Property;
  }

  /// Rows that come after `cursor`: for each key in turn, equal before it and beyond at it.
  static Sql after(List<SortKey> keys, Cursor cursor, Column column) {
    Sql sql = new Sql().add("(");
    Sql equal = new Sql();
    for (int i = 0; i < keys.size(); i++) {
      SortKey key = keys.get(i);
      JsonNode value = cursor.values().get(i);
      Sql expression = column.of(i, key.field());
      sql.add("(").add(equal).add(beyond(key, expression, value)).add(") or ");
      equal.add(same(key.field(), expression, value)).add(" and ");
    }
    sql.add("(").add(equal).add("(i.collection, i.id) > (");
    sql.text(cursor.collection()).add(",").text(cursor.id()).add(")))");
    if (!keys.isEmpty() && keys.getFirst().field() instanceof Field.Datetime) {
      // implied by the rest; lets the index start at the right place
      sql.add(" and ")
          .add(column.of(0, keys.getFirst().field()))
          .add(keys.getFirst().direction() == Direction.DESCENDING ? " <= " : " >= ")
          .add(literal(keys.getFirst().field(), cursor.values().getFirst()));
    }
    return sql;
  }

  private static Sql beyond(SortKey key, Sql expression, JsonNode value) {
    if (value.isNull()) {
      return new Sql().add("false");
    }
    Sql sql =
        new Sql()
            .add("(")
            .add(expression)
            .add(key.direction() == Direction.DESCENDING ? " < " : " > ")
            .add(literal(key.field(), value));
    if (canBeMissing(key.field())) {
      sql.add(" or ").add(expression).add(" is null");
    }
    return sql.add(")");
  }

  private static Sql same(Field field, Sql expression, JsonNode value) {
    return value.isNull()
        ? new Sql().add(expression).add(" is null")
        : new Sql().add(expression).add(" = ").add(literal(field, value));
  }

  private static Sql literal(Field field, JsonNode value) {
    return switch (field) {
      case Field.Datetime datetime -> new Sql().instant(Instant.parse(value.asString()));
      case Field.Id id -> new Sql().text(value.asString());
      case Field.CollectionId collection -> new Sql().text(value.asString());
      case Field.Property property -> new Sql().text(StacJson.write(value)).add("::jsonb");
    };
  }
}
