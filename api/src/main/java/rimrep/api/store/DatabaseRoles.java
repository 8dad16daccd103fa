package rimrep.api.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The three users of a database that we own: `owner` migrates, `writer` serves the internal API,
/// `reader` the public one. None is a superuser; what `writer` and `reader` may do is granted by
/// [Schema].
public final class DatabaseRoles {

  public static final String OWNER = "rimrep_owner";
  public static final String WRITER = "rimrep_writer";
  public static final String READER = "rimrep_reader";
  public static final String DATABASE = "rimrep";

  private DatabaseRoles() {}

  /// Makes users and database, or gives the users these passwords if they exist. Can be run again.
  ///
  /// @param superuser login to the database `postgres`
  /// @param passwords by user, hexadecimal
  public static void prepare(DatabaseLogin superuser, Map<String, String> passwords) {
    try (Connection connection = connect(superuser);
        Statement statement = connection.createStatement()) {
      for (String user : List.of(OWNER, WRITER, READER)) {
        user(connection, statement, user, passwords.get(user));
      }
      if (!exists(connection, "select 1 from pg_database where datname = ?", DATABASE)) {
        statement.execute("create database " + DATABASE + " owner " + OWNER);
      }
      statement.execute("revoke all on database " + DATABASE + " from public");
      statement.execute("grant connect on database " + DATABASE + " to " + WRITER + ", " + READER);
    } catch (SQLException e) {
      throw Failures.of("preparing users and database at " + superuser.url(), e);
    }
  }

  /// Settings as the server has them, by name.
  public static Map<String, String> settings(DatabaseLogin login, List<String> names) {
    var values = new LinkedHashMap<String, String>();
    try (Connection connection = connect(login);
        PreparedStatement query = connection.prepareStatement("select current_setting(?)")) {
      for (String name : names) {
        query.setString(1, name);
        try (ResultSet rows = query.executeQuery()) {
          rows.next();
          values.put(name, rows.getString(1));
        }
      }
    } catch (SQLException e) {
      throw Failures.of("reading settings of " + login.url(), e);
    }
    return values;
  }

  private static Connection connect(DatabaseLogin login) throws SQLException {
    return DriverManager.getConnection(login.url(), login.user(), login.password());
  }

  private static void user(
      Connection connection, Statement statement, String user, @Nullable String password)
      throws SQLException {
    if (password == null || !password.matches("[0-9a-zA-Z]{16,}")) {
      throw new IllegalArgumentException(
          "the password of " + user + " is missing or no word of 16 or more letters and digits");
    }
    boolean exists = exists(connection, "select 1 from pg_roles where rolname = ?", user);
    statement.execute(
        (exists ? "alter" : "create")
            + " role "
            + user
            + " login nosuperuser nocreatedb nocreaterole password '"
            + password
            + "'");
  }

  private static boolean exists(Connection connection, String sql, String name)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }
}
