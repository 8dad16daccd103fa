package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.api.postgres.EmbeddedPostgres;
import rimrep.stac.Collection;
import rimrep.stac.StacClient;
import rimrep.stac.StacException;

/// The database dies under a running API and comes back.
class OutageTest {

  @TempDir Path data;

  @Test
  void answers503WhileTheDatabaseIsAwayAndRecoversWithoutRestart() throws Exception {
    try (var postgres = EmbeddedPostgres.start(data, Duration.ZERO);
        var database = StacDatabase.open(postgres.logins(), "key");
        var server =
            ApiServer.start(
                "127.0.0.1",
                0,
                database.internalApi(ApiSettings.forInternal("token", "t", "d")),
                config -> {})) {
      var base = URI.create("http://127.0.0.1:" + server.port());
      var client = new StacClient(base, Optional.of("token"), Duration.ofSeconds(20));
      client.put(Collection.parse(Documents.collection("demo")));
      kill();
      HttpResponse<String> away = get(base + "/readyz");
      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(away.headers().firstValue("Retry-After")).isPresent();
      assertThat(get(base + "/healthz").statusCode()).isEqualTo(200);
      assertUnavailable(client);
      assertThat(postgres.revive()).isTrue();
      assertThat(postgres.revive()).isFalse();
      assertThat(statusWithin(Duration.ofSeconds(30), base + "/readyz")).isEqualTo(200);
      assertThat(client.collection("demo")).isPresent();
    }
  }

  /// The connection pool takes its time to find the database again; 200 as soon as it has.
  private static int statusWithin(Duration limit, String url) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    int status = get(url).statusCode();
    while (status != 200 && System.nanoTime() < end) {
      Thread.sleep(200);
      status = get(url).statusCode();
    }
    return status;
  }

  private static void assertUnavailable(StacClient client) {
    try {
      client.collection("demo");
      throw new AssertionError("expected an outage");
    } catch (StacException.Unavailable e) {
      assertThat(e.retryAfter()).isPresent();
    }
  }

  private void kill() throws Exception {
    String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst().strip();
    ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().get(10, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}
