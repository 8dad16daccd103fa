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
import rimrep.pipeline.failure.BadConfiguration;
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
          ? new Database(
              () -> {},
              StacDatabase.open(given(settings.database().get()), pagingKey(settings, secrets)))
          : embedded(settings, secrets);
    } catch (PostgresException e) {
      throw new Temporary(
          new Problem("embedded PostgreSQL", String.valueOf(e.getMessage()), "", "try again"), e);
    } catch (StoreException e) {
      throw away(e);
    }
  }

  /// The database that is set, as it is: `rimrep stac migrate` makes its tables.
  static Database openMigrated(Settings settings, SecretFolder secrets) {
    String url = url(settings, "--no-migrate");
    return new Database(
        () -> {}, StacDatabase.openMigrated(given(url), pagingKey(settings, secrets)));
  }

  /// Makes or migrates the tables of the database that is set.
  static void migrate(Settings settings) {
    try {
      StacDatabase.migrate(given(url(settings, "rimrep stac migrate")));
    } catch (StoreException e) {
      throw away(e);
    }
  }

  private static String url(Settings settings, String thing) {
    return settings
        .database()
        .orElseThrow(() ->
            new BadConfiguration(
                thing,
                "no database is set",
                "a database of one's own: the embedded one migrates itself",
                "set RIMREP_DATABASE"));
  }

  private static Temporary away(StoreException e) {
    return new Temporary(
        new Problem(
            "database", String.valueOf(e.getMessage()), "a PostgreSQL that answers", "try again"),
        e);
  }

  private static Database embedded(Settings settings, SecretFolder secrets) {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(settings.data(), Duration.ofSeconds(20));
    DatabaseKeeper keeper = new DatabaseKeeper(postgres);
    try {
      return new Database(
          keeper, StacDatabase.open(postgres.logins(), pagingKey(settings, secrets)));
    } catch (RuntimeException e) {
      keeper.close();
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

  private static String pagingKey(Settings settings, SecretFolder secrets) {
    return settings.pagingKey().orElseGet(() -> secrets.word("paging"));
  }

  /// Where no writer or reader is named, the first user does for all; that the public role cannot
  /// write rests on the program alone then.
  private static StoreSettings given(String url) {
    DatabaseLogin owner =
        new DatabaseLogin(
            url,
            variable("RIMREP_DATABASE_USER", "rimrep"),
            variable("RIMREP_DATABASE_PASSWORD", ""));
    return new StoreSettings(owner, other("WRITER", owner), other("READER", owner));
  }

  private static DatabaseLogin other(String who, DatabaseLogin owner) {
    return new DatabaseLogin(
        owner.url(),
        variable("RIMREP_DATABASE_" + who, owner.user()),
        variable("RIMREP_DATABASE_" + who + "_PASSWORD", owner.password()));
  }

  private static String variable(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
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
