package rimrep.cli;

import java.time.Duration;
import java.util.Set;
import rimrep.api.StacDatabase;
import rimrep.api.core.StoreException;
import rimrep.api.postgres.EmbeddedPostgres;
import rimrep.api.postgres.PostgresException;
import rimrep.api.secret.SecretFolder;
import rimrep.api.store.DatabaseLogin;
import rimrep.api.store.StoreSettings;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.Temporary;

/// The STAC database: the embedded PostgreSQL of the data folder, or the one that is set.
final class Database implements AutoCloseable {
  private final AutoCloseable server;
  private final StacDatabase stac;

  private Database(AutoCloseable server, StacDatabase stac) {
    this.server = server;
    this.stac = stac;
  }

  static Database open(Settings settings, SecretFolder secrets) {
    try {
      return settings.database().isPresent()
          ? new Database(() -> {}, open(given(settings.database().get()), secrets))
          : embedded(settings, secrets);
    } catch (PostgresException e) {
      throw new Temporary(
          new Problem("embedded PostgreSQL", String.valueOf(e.getMessage()), "", "try again"), e);
    } catch (StoreException e) {
      throw new Temporary(
          new Problem(
              "database", String.valueOf(e.getMessage()), "a PostgreSQL that answers", "try again"),
          e);
    }
  }

  private static Database embedded(Settings settings, SecretFolder secrets) {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(settings.data(), Duration.ofSeconds(20));
    try {
      return new Database(new DatabaseKeeper(postgres), open(postgres.logins(), secrets));
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  /// Builds indexes on item properties.
  static void index(Settings settings, Set<String> properties) {
    try {
      if (settings.database().isPresent()) {
        StacDatabase.index(given(settings.database().get()), properties);
        return;
      }
      try (EmbeddedPostgres postgres =
          EmbeddedPostgres.start(settings.data(), Duration.ofSeconds(20))) {
        StacDatabase.index(postgres.logins(), properties);
      }
    } catch (PostgresException | StoreException e) {
      throw new Temporary(
          new Problem("database", String.valueOf(e.getMessage()), "", "try again"), e);
    }
  }

  private static StacDatabase open(StoreSettings logins, SecretFolder secrets) {
    return StacDatabase.open(logins, secrets.word("paging"));
  }

  /// One user for all; that the public role cannot write rests on the program alone then.
  private static StoreSettings given(String url) {
    DatabaseLogin login =
        new DatabaseLogin(
            url,
            System.getenv().getOrDefault("RIMREP_DATABASE_USER", "rimrep"),
            System.getenv().getOrDefault("RIMREP_DATABASE_PASSWORD", ""));
    DatabaseLogin reader =
        new DatabaseLogin(
            url,
            System.getenv().getOrDefault("RIMREP_DATABASE_READER", login.user()),
            System.getenv().getOrDefault("RIMREP_DATABASE_READER_PASSWORD", login.password()));
    return new StoreSettings(login, login, reader);
  }

  StacDatabase stac() {
    return stac;
  }

  @Override
  public void close() {
    stac.close();
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("PostgreSQL did not stop", e);
    }
  }
}
