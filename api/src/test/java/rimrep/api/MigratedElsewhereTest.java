package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.api.postgres.EmbeddedPostgres;
import rimrep.api.store.DatabaseLogin;
import rimrep.api.store.StoreSettings;

/// A public API that knows the reader alone, as a cluster runs it: somebody else makes the tables.
class MigratedElsewhereTest {
  @TempDir Path data;

  private static int status(ApiServer server, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  /// Asked again until the pool has noticed the tables; a server that never becomes ready fails.
  private static int lastStatus(ApiServer server) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    int status = status(server, "/readyz");
    while (status != 200 && System.nanoTime() < end) {
      Thread.sleep(50);
      status = status(server, "/readyz");
    }
    return status;
  }

  @Test
  void isReadyOnceTheTablesAreThereAndMayOnlyRead() throws Exception {
    try (var postgres = EmbeddedPostgres.start(data, Duration.ZERO)) {
      StoreSettings all = postgres.logins();
      DatabaseLogin reader = all.reader();
      var settings = new StoreSettings(reader, reader, reader);
      try (var database = StacDatabase.openMigrated(settings, "a key that replicas share");
          var server =
              ApiServer.start(
                  "127.0.0.1",
                  0,
                  database.publicApi(ApiSettings.forPublic("", "Test", "Made-up.")),
                  c -> {})) {
        assertThat(status(server, "/readyz")).isGreaterThanOrEqualTo(500);
        StacDatabase.migrate(all);
        assertThat(lastStatus(server)).isEqualTo(200);
        assertThat(status(server, "/collections")).isEqualTo(200);
      }
      try (var connection =
              DriverManager.getConnection(reader.url(), reader.user(), reader.password());
          var statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute("delete from item"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> statement.execute("create table public.x (i int)"))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("permission denied");
      }
    }
  }
}
