package rimrep.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import rimrep.api.postgres.EmbeddedPostgres;
import rimrep.api.store.DatabaseLogin;
import rimrep.api.store.StoreSettings;

/// One real PostgreSQL for all tests of this module, started when first needed; or one of its own
/// for a test that kills it.
public final class SharedPostgres implements BeforeAllCallback {

  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(SharedPostgres.class);

  /// Closed by JUnit at the end of the run.
  private record Running(EmbeddedPostgres postgres, Path data) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      postgres.close();
      try (var tree = Files.walk(data)) {
        for (Path path : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private final String key;
  private Optional<Running> running = Optional.empty();

  public SharedPostgres() {
    this("postgres");
  }

  private SharedPostgres(String key) {
    this.key = key;
  }

  /// A server that no other test uses.
  static SharedPostgres own() {
    return new SharedPostgres("own " + UUID.randomUUID());
  }

  private StoreSettings settings = new StoreSettings(none(), none(), none());

  private static DatabaseLogin none() {
    return new DatabaseLogin("jdbc:postgresql://not-started", "", "");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Running here =
        context.getRoot().getStore(SPACE).computeIfAbsent(key, k -> start(), Running.class);
    settings = here.postgres().logins();
    running = Optional.of(here);
  }

  /// Kills the server as `kill -9` does, and starts it again.
  void killAndRevive() throws IOException {
    Running here = running.orElseThrow();
    Path file = here.data().resolve("postgres/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().join();
    if (!here.postgres().revive()) {
      throw new AssertionError("PostgreSQL was still alive");
    }
  }

  private static Running start() {
    try {
      Path data = Files.createTempDirectory("rimrep-api-test");
      return new Running(EmbeddedPostgres.start(data, Duration.ZERO), data);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public StoreSettings settings() {
    return settings;
  }

  public void execute(String sql) {
    DatabaseLogin owner = settings.owner();
    try (Connection c = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement s = c.createStatement()) {
      s.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /// The first column of the first row, as text.
  public String query(String sql) {
    DatabaseLogin owner = settings.owner();
    try (Connection c = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement s = c.createStatement();
        ResultSet rows = s.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
