package rimrep.pipeline.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;

/// One in-memory DuckDB for one job, locked in before the first statement of ours: it sees the
/// given folders only, loads no extension, reaches no network, and cannot be unlocked. For one
/// thread.
final class DuckSession implements AutoCloseable {
  private final Connection connection;

  private DuckSession(Connection connection) {
    this.connection = connection;
  }

  /// @param folders the only folders whose files it may read or write
  static DuckSession open(TableSettings settings, List<Path> folders) {
    Path spill = settings.working().resolve("duckdb");
    try {
      Files.createDirectories(spill);
      Properties properties = new Properties();
      properties.setProperty("jdbc_stream_results", "true");
      DuckSession session =
          new DuckSession(DriverManager.getConnection("jdbc:duckdb:", properties));
      session.lock(settings, spill, folders);
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw failure("opening DuckDB", e);
    }
  }

  private void lock(TableSettings settings, Path spill, List<Path> folders) {
    List<String> allowed =
        folders.stream().map(f -> f.toAbsolutePath().normalize() + "/").distinct().toList();
    run("SET threads = " + settings.threads());
    run("SET memory_limit = '" + settings.memoryBytes() / 1024 + "KiB'");
    run("SET temp_directory = " + Sql.text(spill.toString()));
    run("SET TimeZone = 'UTC'");
    // Else a column without nulls in one run is written as required, in the next as optional.
    run("SET disabled_optimizers = 'statistics_propagation'");
    macros();
    run("SET autoload_known_extensions = false");
    run("SET autoinstall_known_extensions = false");
    run("SET allow_persistent_secrets = false");
    run("SET allowed_directories = [" + Sql.texts(allowed) + "]");
    run("SET enable_external_access = false");
    run("SET lock_configuration = true");
  }

  /// `local_time` refuses times that a zone's clocks skipped or showed twice; `float_down` and
  /// `float_up` round outward, where a plain cast can leave the point outside its box.
  private void macros() {
    String twice =
        Stream.of("-60", "-30", "30", "60")
            .map(m -> "timezone(z, timezone(z, l) + INTERVAL (" + m + ") MINUTE) = l")
            .collect(Collectors.joining(" OR "));
    run(
        "CREATE MACRO local_time(l, z) AS CASE WHEN timezone(z, timezone(z, l)) = l AND NOT ("
            + twice
            + ") THEN timezone(z, l) END");
    run(
        "CREATE MACRO float_down(v) AS CASE WHEN v::FLOAT::DOUBLE > v"
            + " THEN nextafter(v::FLOAT, '-infinity'::FLOAT) ELSE v::FLOAT END");
    run(
        "CREATE MACRO float_up(v) AS CASE WHEN v::FLOAT::DOUBLE < v"
            + " THEN nextafter(v::FLOAT, 'infinity'::FLOAT) ELSE v::FLOAT END");
  }

  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  /// Runs a statement in which a person's expression stands; that it does not fit the data is the
  /// person's mistake, not ours.
  void runWritten(String sql, String pointer) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      Failure failure = failure(sql, e);
      if (failure instanceof Temporary) {
        throw failure;
      }
      throw new BadConfiguration(
          new Problem(
              "ingest.yaml " + pointer,
              firstLine(e),
              "an expression over the columns that is true or false",
              "correct the expression"),
          e);
    }
  }

  <T> List<T> query(String sql, Row<T> row) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  /// Hands each row of a result over, for its effect.
  void each(String sql, Row<?> row) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        row.read(result);
      }
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  <T> T one(String sql, Row<T> row) {
    return query(sql, row).getFirst();
  }

  <T> Optional<T> first(String sql, Row<T> row) {
    return query(sql, row).stream().findFirst();
  }

  long count(String sql) {
    return one(sql, result -> result.getLong(1));
  }

  private static Failure failure(String sql, SQLException e) {
    String message = firstLine(e);
    String low = message.toLowerCase(Locale.ROOT);
    if (low.contains("no space left") || low.contains("out of memory") || low.contains("disk")) {
      return new Temporary(
          new Problem(
              "the table conversion's working folder or memory",
              message,
              "room for the data",
              "free some space, or allow more memory, and run again"),
          e);
    }
    String shown = sql.length() > 300 ? sql.substring(0, 300) + "…" : sql;
    return new Bug(new Problem("DuckDB", message, "no error in: " + shown, ""), e);
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure("closing DuckDB", e);
    }
  }

  /// Reads the present row of a result.
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }
}
