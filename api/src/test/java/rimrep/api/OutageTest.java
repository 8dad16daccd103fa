package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
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

  private static final int WRITERS = 8;

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

  @Test
  void noAcknowledgedWriteIsLostWhenTheDatabaseIsKilled() throws Exception {
    try (var postgres = EmbeddedPostgres.start(data, Duration.ZERO);
        var database = StacDatabase.open(postgres.logins(), "key");
        var server =
            ApiServer.start(
                "127.0.0.1",
                0,
                database.internalApi(ApiSettings.forInternal("token", "t", "d")),
                config -> {});
        var http = HttpClient.newHttpClient();
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      String base = "http://127.0.0.1:" + server.port();
      assertThat(post(http, base + "/collections", Documents.collection("demo"))).isEqualTo(201);
      Set<String> acknowledged = ConcurrentHashMap.newKeySet();
      var stop = new AtomicBoolean();
      var writers = new ArrayList<Future<?>>();
      for (int w = 0; w < WRITERS; w++) {
        String name = "w" + w + "-";
        writers.add(pool.submit(() -> write(http, base, name, acknowledged, stop)));
      }
      awaitSize(acknowledged, 50);
      kill();
      assertThat(postgres.revive()).isTrue();
      awaitSize(acknowledged, acknowledged.size() + 50);
      stop.set(true);
      for (Future<?> writer : writers) {
        writer.get(120, TimeUnit.SECONDS);
      }
      var client = new StacClient(URI.create(base), Optional.of("token"), Duration.ofSeconds(60));
      var stored = new TreeSet<String>();
      client.forEachItem("demo", item -> stored.add(item.id()));
      assertThat(stored).containsAll(acknowledged);
    }
  }

  private static @Nullable Void write(
      HttpClient http, String base, String name, Set<String> acknowledged, AtomicBoolean stop)
      throws Exception {
    for (int i = 0; !stop.get(); i++) {
      String id = name + i;
      String item = Documents.text(Documents.point(id, 1, 1));
      int status = post(http, base + "/collections/demo/items", item);
      assertThat(status).isIn(201, 503);
      if (status == 201) {
        acknowledged.add(id);
      }
    }
    return null;
  }

  private static int post(HttpClient http, String url, String body) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer token")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  private static void awaitSize(Set<String> ids, int size) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(120).toNanos();
    while (ids.size() < size) {
      assertThat(System.nanoTime()).as(ids.size() + " of " + size).isLessThan(end);
      Thread.sleep(20);
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
