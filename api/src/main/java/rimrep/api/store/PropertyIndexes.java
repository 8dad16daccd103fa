package rimrep.api.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/// Indexes for conditions on chosen item properties and for sorting by them. They are built while
/// others read and write. An equality alone needs none: every property is in the index on all.
public final class PropertyIndexes {

  private static final String PREFIX = "item_property_";
  private static final int HASH_BYTES = 8;

  private PropertyIndexes() {}

  /// Makes what is missing. Can be run again, also after it was interrupted.
  ///
  /// @param names of item properties, `eo:cloud_cover`
  /// @throws rimrep.api.core.StoreException if the database does not answer or refuses
  public static void create(DatabaseLogin owner, Set<String> names) {
    try (Connection c = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement statement = c.createStatement()) {
      for (String name : new TreeSet<>(names)) {
        String value = "(idx -> " + statement.enquoteLiteral(name) + "::text)";
        String index = PREFIX + hash(name);
        create(c, statement, index + "_up", "item (" + value + ", collection, id)");
        String down = value + " desc nulls last, collection, id)";
        create(c, statement, index + "_down", "item (" + down);
      }
      new FacetSlots(c).add(new TreeSet<>(names));
      // a value that is computed has no statistics before
      statement.execute("analyze item");
    } catch (SQLException e) {
      throw Failures.of("indexing properties " + names, e);
    }
  }

  static void create(Connection c, Statement statement, String index, String columns)
      throws SQLException {
    if (isHalfBuilt(c, index)) {
      statement.execute("drop index concurrently " + index);
    }
    statement.execute("create index concurrently if not exists " + index + " on " + columns);
  }

  /// What an interrupted build leaves: it costs writes and serves no reads.
  private static boolean isHalfBuilt(Connection c, String index) throws SQLException {
    String sql =
        "select 1 from pg_index x join pg_class r on r.oid = x.indexrelid"
            + " where r.relname = ? and not x.indisvalid";
    try (PreparedStatement query = c.prepareStatement(sql)) {
      query.setString(1, index);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
