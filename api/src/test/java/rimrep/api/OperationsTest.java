package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.api.http.MetricsServer;
import rimrep.api.http.RequestObserver;
import rimrep.api.http.ServiceMetrics;

/// What operators need: metrics, an access log, limits that hold, an end that loses nothing.
class OperationsTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String NDJSON = "application/x-ndjson";
  private static final long TIMEOUT = 60;

  private static StacDatabase open(Duration queryTime) {
    return StacDatabase.open(API.postgres().settings(), "paging key of the tests", queryTime);
  }

  private static ApiServer internal(StacDatabase database, RequestObserver... observers) {
    var settings = ApiSettings.forInternal(RunningApi.TOKEN, "Test", "Made-up.");
    return ApiServer.start("127.0.0.1", 0, database.internalApi(settings), c -> {}, observers);
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + RunningApi.TOKEN);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  @Test
  void countsAndTimesRequestsByRouteForPrometheus() throws Exception {
    var seen = new CopyOnWriteArrayList<RequestObserver.Exchange>();
    try (var database = open(Duration.ofSeconds(30))) {
      ServiceMetrics metrics = database.metrics();
      try (var server = internal(database, metrics, seen::add);
          var own = MetricsServer.start(0, metrics)) {
        for (String id : List.of("a", "b%2Fc")) {
          send(request(server.port(), "/collections/" + id + "?x=1"));
        }
        send(request(server.port(), "/nowhere"));
        HttpResponse<String> answer = send(request(own.port(), "/metrics"));
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("0.0.4");
        assertThat(answer.body())
            .contains(
                "rimrep_http_requests_total{method=\"GET\",route=\"/collections/{collection}\","
                    + "status=\"400\"} 2\n")
            .contains("rimrep_http_request_seconds_count{method=\"GET\",route=\"/<rest>\"} 1\n")
            .contains("rimrep_database_connections{user=\"rimrep_writer/write\",state=\"active\"}")
            .contains("rimrep_heap_bytes{state=\"used\"} ");
        assertThat(answer.body().lines())
            .allMatch(l -> l.matches("# (HELP|TYPE) .+|[a-z_]+(\\{[^\\n]*\\})? [0-9.E+-]+"));
        assertThat(send(request(own.port(), "/")).statusCode()).isEqualTo(404);
      }
    }
    assertThat(seen).hasSize(3).allMatch(e -> !e.id().isEmpty() && e.seconds() >= 0);
    assertThat(seen.get(1).path()).isEqualTo("/collections/b%2Fc");
    assertThat(seen.get(1).query()).isEqualTo("x=1");
  }

  /// The API answers every path; a server that also serves other things need not.
  @Test
  void tellsOfARequestThatNoRouteMatches() throws Exception {
    var seen = new CopyOnWriteArrayList<RequestObserver.Exchange>();
    try (var database = open(Duration.ofSeconds(30));
        var server =
            ApiServer.start(
                "127.0.0.1",
                0,
                database.publicApi(ApiSettings.forPublic("/stac", "t", "d")),
                config -> {},
                seen::add)) {
      assertThat(send(request(server.port(), "/elsewhere")).statusCode()).isEqualTo(404);
    }
    assertThat(seen)
        .singleElement()
        .satisfies(e -> {
          assertThat(e.route()).isEmpty();
          assertThat(e.status()).isEqualTo(404);
        });
  }

  @Test
  void aQueryThatTakesTooLongIsGivenUpAndSaysSo() throws Exception {
    var owner = API.postgres().settings().owner();
    try (var database = open(Duration.ofMillis(300));
        var server = internal(database);
        Connection other =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table item in access exclusive mode");
      HttpResponse<String> slow = send(request(server.port(), "/search"));
      assertThat(slow.statusCode()).isEqualTo(503);
      assertThat(slow.body()).contains("QueryTimeout", "ask for less");
      assertThat(slow.headers().firstValue("Retry-After")).isPresent();
      other.rollback();
      assertThat(send(request(server.port(), "/search")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesABodyOfAHundredMegabytes() {
    API.collection("demo");
    String large = "{\"x\":\"" + "x".repeat(100_000_000) + "\"}";
    for (String path : List.of("/collections/demo/items", "/search")) {
      assertThat(status("POST", path, large, "application/json")).as(path).isEqualTo(413);
    }
    assertThat(status("POST", "/collections/demo/bulk_items?mode=insert", large, NDJSON))
        .isEqualTo(413);
  }

  private static int status(String method, String path, String body, String type) {
    return API.send(
            method,
            API.internalUrl() + path,
            body,
            "Authorization",
            "Bearer " + RunningApi.TOKEN,
            "Content-Type",
            type)
        .statusCode();
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 10_000})
  void refusesWhatIsNestedWithoutEnd(int depth) {
    API.collection("demo");
    String arrays = "[".repeat(depth) + "]".repeat(depth);
    String nots = "{\"op\":\"not\",\"args\":[".repeat(depth) + "true" + "]}".repeat(depth);
    String place = "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(depth);
    String json = "application/json";
    assertThat(status("POST", "/search", "{\"filter\":" + nots + "}", json)).isEqualTo(400);
    assertThat(
            status(
                "POST",
                "/search",
                "{\"filter-lang\":\"cql2-text\",\"filter\":\"" + "(".repeat(depth) + "\"}",
                json))
        .isEqualTo(400);
    assertThat(
            status(
                "POST",
                "/search",
                "{\"filter-lang\":\"cql2-text\",\"filter\":\"" + "NOT ".repeat(depth) + "true\"}",
                json))
        .isEqualTo(400);
    assertThat(
            status(
                "POST",
                "/search",
                "{\"filter-lang\":\"cql2-text\",\"filter\":\"CASEI("
                    + "CASEI(".repeat(depth)
                    + "\"}",
                json))
        .isEqualTo(400);
    assertThat(
            status(
                "POST",
                "/search",
                "{\"intersects\":" + place + "{}" + "]}".repeat(depth) + "}",
                json))
        .isEqualTo(400);
    String item = Documents.text(Documents.point("a", 1, 1));
    String deep = item.replace("\"properties\":{", "\"properties\":{\"deep\":" + arrays + ",");
    assertThat(status("POST", "/collections/demo/items", deep, json)).isEqualTo(400);
    assertThat(status("POST", "/collections/demo/bulk_items?mode=insert", deep, NDJSON))
        .isEqualTo(200);
    assertThat(API.search("limit=10")).isEmpty();
  }

  @Test
  void capsThePageSize() {
    API.collection("demo");
    API.item(Documents.text(Documents.point("a", 1, 1)));
    assertThat(API.search("limit=1000000000")).containsExactly("a");
  }

  @Test
  void endsOnlyWhenRunningRequestsHave() throws Exception {
    API.collection("demo");
    var database = open(Duration.ofSeconds(30));
    var arrived = new CountDownLatch(1);
    var settings = ApiSettings.forInternal(RunningApi.TOKEN, "Test", "Made-up.");
    var server =
        ApiServer.start(
            "127.0.0.1",
            0,
            database.internalApi(settings),
            config -> config.routes.before(ctx -> arrived.countDown()));
    try (var socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      write(
          out,
          "POST /collections/demo/bulk_items?mode=insert HTTP/1.1\r\nHost: 127.0.0.1:"
              + server.port()
              + "\r\nAuthorization: Bearer "
              + RunningApi.TOKEN
              + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n"
              + "Connection: close\r\n\r\n");
      chunk(out, Documents.text(Documents.point("a", 1, 1)) + "\n");
      assertThat(arrived.await(TIMEOUT, TimeUnit.SECONDS)).isTrue();
      CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
      chunk(out, Documents.text(Documents.point("b", 1, 1)) + "\n");
      write(out, "0\r\n\r\n");
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("\"written\":2");
      closing.get(TIMEOUT, TimeUnit.SECONDS);
    } finally {
      server.close();
      database.close();
    }
    assertThat(API.search("limit=10")).containsExactly("a", "b");
  }

  private static void chunk(OutputStream out, String text) throws IOException {
    write(out, Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
