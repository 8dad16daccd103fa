package rimrep.api.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Connections of one user, made when first needed: a database that is away at the start is no
/// reason not to start.
///
/// Thread-safe.
final class Pool implements AutoCloseable {

  private static final long WAIT_MILLIS = 3_000;

  /// Every search has values that decide which index is best, so none is planned without them. Our
  /// queries read few rows: compiling them does not pay. In 4 MB, the default, the rows that an
  /// index on properties finds among a million do not fit one by one.
  private static final String OPTIONS =
      "-c plan_cache_mode=force_custom_plan -c jit=off -c random_page_cost=1.1 -c work_mem=16MB"
          + " -c statement_timeout=";

  private static final int SIZE = 10;

  private final HikariDataSource source;

  /// @param queryTime after which the database gives up a statement
  Pool(DatabaseLogin login, boolean readOnly, Duration queryTime) {
    var config = new HikariConfig();
    config.setJdbcUrl(login.url());
    config.setUsername(login.user());
    config.setPassword(login.password());
    config.setPoolName(login.user() + (readOnly ? "/read" : "/write"));
    config.setMaximumPoolSize(SIZE);
    config.setMinimumIdle(1);
    config.setReadOnly(readOnly);
    if (readOnly) {
      // a count and its page, two statements, are of one moment
      config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    }
    config.setAutoCommit(false);
    config.setConnectionTimeout(WAIT_MILLIS);
    config.setValidationTimeout(WAIT_MILLIS / 2);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "rimrep-api");
    config.addDataSourceProperty("connectTimeout", "3");
    config.addDataSourceProperty("socketTimeout", String.valueOf(queryTime.toSeconds() + 10));
    config.addDataSourceProperty("options", OPTIONS + queryTime.toMillis());
    source = new HikariDataSource(config);
  }

  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /// Runs `work` in one transaction: committed if it returns, rolled back if it throws.
  <T> T transaction(String what, Work<T> work) {
    try (Connection connection = source.getConnection()) {
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw Failures.of(what, e);
    }
  }

  /// Runs `work`, which sends one statement, or several that need not see the same moment: each is
  /// a transaction of its own, without the round trip of a commit.
  <T> T statement(String what, Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(true);
      return work.run(connection);
    } catch (SQLException e) {
      throw Failures.of(what, e);
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  PoolUse use() {
    HikariPoolMXBean pool = source.getHikariPoolMXBean();
    return pool == null
        ? new PoolUse(source.getPoolName(), 0, 0, 0)
        : new PoolUse(
            source.getPoolName(),
            pool.getActiveConnections(),
            pool.getIdleConnections(),
            pool.getThreadsAwaitingConnection());
  }

  @Override
  public void close() {
    source.close();
  }
}
