package rimrep.api.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.io.WKBWriter;
import rimrep.api.core.Access;
import rimrep.api.core.CatalogueWriter;
import rimrep.api.core.DocumentText;
import rimrep.api.core.Footprint;
import rimrep.api.core.NewCollection;
import rimrep.api.core.NewItem;
import rimrep.api.core.Precondition;
import rimrep.api.core.StoreException;

/// Writes to PostgreSQL. Replacing locks the row first, so that writers of one document take turns.
///
/// Thread-safe.
public final class PostgresWriter implements CatalogueWriter, AutoCloseable {

  static final String WORDS = "to_tsvector('simple', unaccent(";

  static final String COLUMNS =
      "doc, links_at, etag, visibility, roles, ts, t0, t1, bb, bb2, rect, wkb, z0, z1, idx, tsv";

  private static final String COLLECTION = "doc, links_at, etag, visibility, roles, bb, bb2, tsv";

  private final Pool pool;

  /// @param queryTime after which the database gives up a statement
  public PostgresWriter(DatabaseLogin login, Duration queryTime) {
    this.pool = new Pool(login, false, queryTime);
  }

  @Override
  public Outcome createItem(NewItem item) {
    return pool.transaction(
        "creating item " + item.id(),
        c -> {
          Optional<Integer> key = collectionKey(c, item.collection());
          if (key.isEmpty()) {
            return new Outcome.NoCollection();
          }
          int rows = update(c, insert(item, key.get()));
          return rows == 1 ? new Outcome.Created(item.etag()) : new Outcome.Exists();
        });
  }

  @Override
  public Outcome createItems(List<NewItem> items) {
    String collection = items.getFirst().collection();
    return pool.transaction(
        "creating " + items.size() + " items in " + collection,
        c -> {
          Optional<Integer> key = collectionKey(c, collection);
          if (key.isEmpty()) {
            return new Outcome.NoCollection();
          }
          List<Outcome> outcomes = ItemRows.write(c, items, key.get(), BulkMode.INSERT);
          var exist = new TreeSet<String>();
          for (int i = 0; i < items.size(); i++) {
            if (outcomes.get(i) instanceof Outcome.Exists) {
              exist.add(items.get(i).id());
            }
          }
          if (!exist.isEmpty()) {
            c.rollback();
            return new Outcome.SomeExist(List.copyOf(exist));
          }
          return new Outcome.AllCreated(items.size());
        });
  }

  @Override
  public List<Outcome> writeItems(List<NewItem> items, BulkMode mode) {
    try {
      return writeTogether(items, mode);
    } catch (StoreException.TooBig e) {
      // one by one, so that only those stay out that are
      return items.size() == 1
          ? List.of(new Outcome.TooBig(String.valueOf(e.getMessage())))
          : items.stream().flatMap(item -> writeItems(List.of(item), mode).stream()).toList();
    }
  }

  private List<Outcome> writeTogether(List<NewItem> items, BulkMode mode) {
    String collection = items.getFirst().collection();
    return pool.transaction(
        "writing " + items.size() + " items to " + collection,
        c -> {
          Optional<Integer> key = collectionKey(c, collection);
          return key.isPresent()
              ? ItemRows.write(c, items, key.get(), mode)
              : Collections.nCopies(items.size(), new Outcome.NoCollection());
        });
  }

  @Override
  public Outcome patchItem(
      String collection,
      String id,
      Precondition condition,
      Function<DocumentText, NewItem> change) {
    Sql where =
        new Sql().add(" from item where collection = ").text(collection).add(" and id = ").text(id);
    return pool.transaction(
        "changing item " + id,
        c -> {
          Optional<DocumentText> before = lockedDocument(c, where);
          if (before.isEmpty()) {
            return new Outcome.Absent();
          }
          NewItem item = change.apply(before.get());
          return replace(c, etag(where), condition, item.etag(), () -> update(item));
        });
  }

  @Override
  public Outcome patchCollection(
      String id, Precondition condition, Function<DocumentText, NewCollection> change) {
    Sql where = new Sql().add(" from collection where id = ").text(id);
    return pool.transaction(
        "changing collection " + id,
        c -> {
          Optional<DocumentText> before = lockedDocument(c, where);
          if (before.isEmpty()) {
            return new Outcome.Absent();
          }
          NewCollection collection = change.apply(before.get());
          return replace(c, etag(where), condition, collection.etag(), () -> update(collection));
        });
  }

  private static Sql etag(Sql where) {
    return new Sql().add("select etag").add(where).add(" for update");
  }

  private static Optional<DocumentText> lockedDocument(Connection c, Sql where)
      throws SQLException {
    Sql sql = new Sql().add("select doc, links_at").add(where).add(" for update");
    try (PreparedStatement s = sql.prepare(c);
        ResultSet rows = s.executeQuery()) {
      return rows.next()
          ? Optional.of(new DocumentText(rows.getString(1), rows.getInt(2)))
          : Optional.empty();
    }
  }

  @Override
  public Outcome replaceItem(NewItem item, Precondition condition) {
    Sql select =
        new Sql()
            .add("select etag from item where collection = ")
            .text(item.collection())
            .add(" and id = ")
            .text(item.id())
            .add(" for update");
    return pool.transaction(
        "replacing item " + item.id(),
        c -> replace(c, select, condition, item.etag(), () -> update(item)));
  }

  @Override
  public Outcome deleteItem(String collection, String id, Precondition condition) {
    Sql where =
        new Sql().add(" from item where collection = ").text(collection).add(" and id = ").text(id);
    return pool.transaction("deleting item " + id, c -> delete(c, where, condition));
  }

  @Override
  public Outcome createCollection(NewCollection collection) {
    Sql sql =
        new Sql()
            .add("insert into collection (id, " + COLLECTION + ") values (")
            .text(collection.id())
            .add(",")
            .add(columns(collection))
            .add(") on conflict do nothing");
    return pool.transaction(
        "creating collection " + collection.id(),
        c -> update(c, sql) == 1 ? new Outcome.Created(collection.etag()) : new Outcome.Exists());
  }

  @Override
  public Outcome replaceCollection(NewCollection collection, Precondition condition) {
    Sql select =
        new Sql()
            .add("select etag from collection where id = ")
            .text(collection.id())
            .add(" for update");
    return pool.transaction(
        "replacing collection " + collection.id(),
        c -> replace(c, select, condition, collection.etag(), () -> update(collection)));
  }

  @Override
  public Outcome deleteCollection(String id, Precondition condition) {
    Sql where = new Sql().add(" from collection where id = ").text(id);
    return pool.transaction(
        "deleting collection " + id,
        c -> {
          lock(c, where);
          return hasItems(c, id) ? new Outcome.NotEmpty() : delete(c, where, condition);
        });
  }

  private interface Update {
    Sql sql();
  }

  private static Outcome replace(
      Connection c, Sql select, Precondition condition, String etag, Update update)
      throws SQLException {
    Optional<String> before = text(c, select);
    if (before.isEmpty()) {
      return new Outcome.Absent();
    }
    if (!condition.allows(before.get())) {
      return new Outcome.OtherVersion(before.get());
    }
    if (before.get().equals(etag)) {
      return new Outcome.Unchanged(etag);
    }
    update(c, update.sql());
    return new Outcome.Updated(before.get(), etag);
  }

  private static Outcome delete(Connection c, Sql where, Precondition condition)
      throws SQLException {
    Optional<String> before = lock(c, where);
    if (before.isEmpty()) {
      return new Outcome.Absent();
    }
    if (!condition.allows(before.get())) {
      return new Outcome.OtherVersion(before.get());
    }
    update(c, new Sql().add("delete").add(where));
    return new Outcome.Deleted(before.get());
  }

  private static Optional<String> lock(Connection c, Sql where) throws SQLException {
    return text(c, new Sql().add("select etag").add(where).add(" for update"));
  }

  private static boolean hasItems(Connection c, String collection) throws SQLException {
    Sql sql = new Sql().add("select id from item where collection = ").text(collection);
    return text(c, sql.add(" limit 1")).isPresent();
  }

  /// Held until the end of the transaction, so that nobody deletes the collection meanwhile.
  private static Optional<Integer> collectionKey(Connection c, String id) throws SQLException {
    Sql sql = new Sql().add("select ckey::text from collection where id = ").text(id);
    return text(c, sql.add(" for key share")).map(Integer::valueOf);
  }

  private static Sql insert(NewItem item, int collectionKey) {
    return row(item, collectionKey).add(" on conflict do nothing");
  }

  private static Sql row(NewItem item, int collectionKey) {
    return new Sql()
        .add("insert into item (collection, ckey, id, " + COLUMNS + ") values (")
        .text(item.collection())
        .add(",")
        .number(collectionKey)
        .add(",")
        .text(item.id())
        .add(",")
        .add(columns(item))
        .add(")");
  }

  private static Sql update(NewItem item) {
    return new Sql()
        .add("update item set (" + COLUMNS + ") = row(")
        .add(columns(item))
        .add(") where collection = ")
        .text(item.collection())
        .add(" and id = ")
        .text(item.id());
  }

  private static Sql columns(NewItem item) {
    Optional<Footprint> place = item.footprint();
    Optional<Envelope> beyond = place.flatMap(Footprint::east);
    boolean rectangle = place.map(Footprint::rectangle).orElse(false);
    byte[] wkb = place.filter(p -> !rectangle).map(p -> wkb(p)).orElse(null);
    return document(item.document(), item.etag(), item.access())
        .add(",")
        .instant(item.datetime())
        .add(",")
        .instant(item.start())
        .add(",")
        .instant(item.end())
        .add(",")
        .box(place.map(Footprint::west))
        .add(",")
        .box(beyond)
        .add(",")
        .truth(rectangle)
        .add(",")
        .bytes(wkb)
        .add(",")
        .number(place.map(Footprint::lowest).orElse(0.0))
        .add(",")
        .number(place.map(Footprint::highest).orElse(0.0))
        .add(",")
        .text(item.properties())
        .add("::jsonb," + WORDS)
        .text(item.words())
        .add("))");
  }

  static byte[] wkb(Footprint place) {
    return new WKBWriter(2).write(place.geometry());
  }

  private static Sql update(NewCollection collection) {
    return new Sql()
        .add("update collection set (" + COLLECTION + ") = row(")
        .add(columns(collection))
        .add(") where id = ")
        .text(collection.id());
  }

  private static Sql columns(NewCollection collection) {
    return document(collection.document(), collection.etag(), collection.access())
        .add(",")
        .box(collection.extent().west())
        .add(",")
        .box(collection.extent().east())
        .add("," + WORDS)
        .text(collection.words())
        .add("))");
  }

  private static Sql document(DocumentText document, String etag, Access access) {
    return new Sql()
        .text(document.text())
        .add(",")
        .number(document.linksAt())
        .add(",")
        .text(etag)
        .add(",")
        .number(access.visibility().ordinal())
        .add("::smallint,")
        .texts(access.roles());
  }

  private static int update(Connection c, Sql sql) throws SQLException {
    try (PreparedStatement s = sql.prepare(c)) {
      return s.executeUpdate();
    }
  }

  private static Optional<String> text(Connection c, Sql sql) throws SQLException {
    try (PreparedStatement s = sql.prepare(c);
        ResultSet rows = s.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
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
