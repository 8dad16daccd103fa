package rimrep.api.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import rimrep.api.core.StoreException;

/// The tables of the STAC database, made and migrated by Flyway from `rimrep/api/store/migrations`.
public final class Schema {

  /// Of the newest migration.
  static final int VERSION = 60;

  private static final String TABLES = "collection, item, item_count, item_facet, facet_property";

  private Schema() {}

  /// Brings the schema to the version of this program, and grants to writer and reader what they
  /// need. Can be run again, and by several processes at once.
  ///
  /// @throws StoreException.Away if the database does not answer
  /// @throws StoreException.Broken if it cannot be migrated; for a missing extension the message
  ///   holds the statement that an administrator must run
  public static void migrate(StoreSettings settings) {
    DatabaseLogin owner = settings.owner();
    if (isCurrent(settings)) {
      return;
    }
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(owner.url(), owner.user(), owner.password())
          .locations("classpath:rimrep/api/store/migrations")
          .defaultSchema("public")
          .load()
          .migrate();
      grant(owner, settings.writer(), "select, insert, update, delete on collection, item");
      grant(owner, settings.writer(), "select on item_count, item_facet, facet_property");
      grant(owner, settings.reader(), "select on " + TABLES);
    } catch (SQLException e) {
      throw Failures.of("granting rights at " + owner.url(), e);
    } catch (FlywayException e) {
      throw failure(owner, e);
    }
  }

  /// Whether nothing is to be done, as at nearly every start: asking costs a hundredth of what
  /// Flyway does to find it out.
  private static boolean isCurrent(StoreSettings settings) {
    DatabaseLogin owner = settings.owner();
    String sql =
        "select (select max(version::int) from flyway_schema_history where success) = ?"
            + " and (select bool_and(has_table_privilege(?, t, 'insert')) from"
            + " unnest(array['collection', 'item']) t)"
            + " and (select bool_and(has_table_privilege(u, t, 'select')) from unnest(array[?, ?]) u,"
            + " unnest(string_to_array(?, ', ')) t)";
    try (Connection connection =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setInt(1, VERSION);
      query.setString(2, settings.writer().user());
      query.setString(3, settings.writer().user());
      query.setString(4, settings.reader().user());
      query.setString(5, TABLES);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    } catch (SQLException e) {
      // no tables or users yet, or no database: migrating says which
      return false;
    }
  }

  private static void grant(DatabaseLogin owner, DatabaseLogin user, String rights)
      throws SQLException {
    if (user.user().equals(owner.user())) {
      return;
    }
    try (Connection connection =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement statement = connection.createStatement()) {
      String name = statement.enquoteIdentifier(user.user(), true);
      statement.execute("grant " + rights + " to " + name);
    }
  }

  private static StoreException failure(DatabaseLogin owner, FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Failures.of("migrating " + owner.url() + " (" + e.getMessage() + ")", sql);
      }
    }
    return new StoreException.Broken("migrating " + owner.url() + ": " + e.getMessage(), e);
  }
}
