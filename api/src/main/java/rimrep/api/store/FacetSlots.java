package rimrep.api.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Gives properties a slot in `item_facet`, fills it, and builds the indexes that answer from it.
/// From then on a trigger keeps it. Others read meanwhile; who writes waits for a part of a second
/// now and then.
final class FacetSlots {

  private static final int SLOTS = 8;

  /// So many items are filled in while writers wait.
  private static final int BATCH = 20_000;

  private static final String INDEX = "item_facet_by_";

  private final Connection connection;

  FacetSlots(Connection connection) {
    this.connection = connection;
  }

  /// Can be run again, also after it was interrupted. What finds no free slot is left out: it is
  /// found by other indexes.
  void add(SortedSet<String> names) throws SQLException {
    allot(names);
    List<String> slots = slots();
    if (texts("select name from facet_property where not ready").isEmpty()) {
      return;
    }
    fill(slots);
    index(slots);
    try (Statement statement = connection.createStatement()) {
      statement.execute("vacuum (analyze) item_facet");
      statement.execute("update facet_property set ready = true");
    }
  }

  /// When the lock is there, nobody is writing who does not know of the slots.
  private void allot(SortedSet<String> names) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table item in share mode");
      List<String> taken = slots();
      var fresh = new TreeSet<>(names);
      taken.forEach(fresh::remove);
      int slot = taken.size();
      for (String name : fresh) {
        if (++slot <= SLOTS) {
          insert(slot, name);
        }
      }
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private void insert(int slot, String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into facet_property (slot, name) values (?, ?)")) {
      insert.setInt(1, slot);
      insert.setString(2, name);
      insert.executeUpdate();
    }
  }

  private List<String> slots() throws SQLException {
    return texts("select name from facet_property order by slot");
  }

  private List<String> texts(String sql) throws SQLException {
    var texts = new ArrayList<String>();
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private record Place(String collection, String id) {}

  private void fill(List<String> slots) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Optional<Place> at = Optional.of(new Place("", ""));
      while (at.isPresent()) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("lock table item in share mode");
        }
        at = fillAfter(at.get(), slots);
        connection.commit();
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /// @return the last one filled; empty if there was none
  private Optional<Place> fillAfter(Place place, List<String> slots) throws SQLException {
    String columns =
        String.join(", ", Stream.of("n", "s").flatMap(k -> columns(k, slots.size())).toList());
    String part =
        " from item i where (i.collection, i.id) > (?, ?) order by i.collection, i.id limit "
            + BATCH;
    String sql =
        "with filled as (insert into item_facet (collection, id, visibility, roles, ts, t0, t1, odd, "
            + columns
            + ") select i.collection, i.id, i.visibility, i.roles, i.ts, i.t0, i.t1, "
            + String.join(" or ", calls("facet_is_odd", slots))
            + ", "
            + String.join(", ", calls("facet_number", slots))
            + ", "
            + String.join(", ", calls("facet_text", slots))
            + " from (select *"
            + part
            + ") i on conflict (collection, id) do update set (odd, "
            + columns
            + ") = (excluded.odd, excluded."
            + columns.replace(", ", ", excluded.")
            + ") returning collection, id)"
            + " select collection, id from filled order by collection desc, id desc limit 1";
    try (PreparedStatement fill = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (int kind = 0; kind < 3; kind++) {
        for (String name : slots) {
          fill.setString(parameter++, name);
        }
      }
      fill.setString(parameter++, place.collection());
      fill.setString(parameter, place.id());
      try (ResultSet rows = fill.executeQuery()) {
        return rows.next()
            ? Optional.of(new Place(rows.getString(1), rows.getString(2)))
            : Optional.empty();
      }
    }
  }

  private static List<String> calls(String function, List<String> slots) {
    return slots.stream().map(name -> function + "(i.idx, ?)").toList();
  }

  private static Stream<String> columns(String kind, int slots) {
    return IntStream.rangeClosed(1, slots).mapToObj(slot -> kind + slot);
  }

  /// One for each slot and kind of value, which begins with it and holds all others: an equality
  /// and a range are one stretch of the index that begins with the equality.
  private void index(List<String> slots) throws SQLException {
    List<String> all = Stream.of("n", "s").flatMap(k -> columns(k, slots.size())).toList();
    List<String> before =
        texts("select relname from pg_class where relkind = 'i' and relname like '" + INDEX + "%'");
    try (Statement statement = connection.createStatement()) {
      for (String first : all) {
        String name = INDEX + first + "_of_" + slots.size();
        var columns = new ArrayList<>(List.of(first));
        all.stream().filter(c -> !c.equals(first)).forEach(columns::add);
        PropertyIndexes.create(
            connection,
            statement,
            name,
            "item_facet ("
                + String.join(", ", columns)
                + ") include (collection, id, ts, t0, t1, visibility, roles) where "
                + first
                + " is not null");
      }
      for (String old : before) {
        if (!old.endsWith("_of_" + slots.size())) {
          statement.execute("drop index concurrently " + old);
        }
      }
    }
  }
}
