package rimrep.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a server that answers from a script; the real API has its own test of this client.
class StacClientTest {

  private record Reply(int status, String body, Map<String, String> headers) {
    static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }
  }

  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private HttpServer server;
  private StacClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client =
        new StacClient(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
            Optional.of("secret"),
            Duration.ofSeconds(2));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void createsWhatIsNotThere() {
    replies.add(Reply.of(404, "{}"));
    replies.add(Reply.of(201, ""));
    assertThat(client.put(Item.parse(Samples.ITEM))).isInstanceOf(Written.Created.class);
    assertThat(requests)
        .containsExactly(
            "GET /collections/demo/items/demo-dhw Bearer secret",
            "POST /collections/demo/items Bearer secret");
  }

  @Test
  void replacesWhatIsOlderAndSaysWhenNothingChanged() {
    replies.add(Reply.of(200, Samples.COLLECTION.replace("Made-up.", "Older.")));
    replies.add(new Reply(200, "{}", Map.of("ETag", "\"2\"")));
    assertThat(client.put(Collection.parse(Samples.COLLECTION)))
        .isEqualTo(new Written.Updated(Optional.of("\"2\"")));
    replies.add(
        Reply.of(200, Samples.COLLECTION.replace("[]}", "[{\"rel\":\"self\",\"href\":\"x\"}]}")));
    assertThat(client.put(Collection.parse(Samples.COLLECTION)))
        .isEqualTo(new Written.Unchanged(Optional.empty()));
  }

  @Test
  void startsAnewWhenSomebodyElseWasFaster() {
    replies.add(Reply.of(404, "{}"));
    replies.add(Reply.of(409, "{}"));
    replies.add(Reply.of(200, Samples.ITEM.replace("Demo", "Other")));
    replies.add(Reply.of(204, ""));
    assertThat(client.put(Item.parse(Samples.ITEM))).isInstanceOf(Written.Updated.class);
  }

  @Test
  void tellsARefusalFromAnOutage() {
    replies.add(Reply.of(404, ""));
    replies.add(Reply.of(400, "{\"detail\":\"bbox has 5 numbers\"}"));
    assertThatThrownBy(() -> client.put(Item.parse(Samples.ITEM)))
        .isInstanceOfSatisfying(
            StacException.Refused.class, e -> assertThat(e.status()).isEqualTo(400))
        .hasMessageContaining("bbox has 5 numbers");
    replies.add(new Reply(503, "away", Map.of("Retry-After", "7")));
    assertThatThrownBy(() -> client.collection("demo"))
        .isInstanceOfSatisfying(
            StacException.Unavailable.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(7)));
    server.stop(0);
    assertThatThrownBy(() -> client.collection("demo"))
        .isInstanceOf(StacException.Unavailable.class);
  }

  @Test
  void readsAllPagesAndStaysOnItsServer() {
    replies.add(Reply.of(200, page("a", "/collections/demo/items?token=2")));
    replies.add(Reply.of(200, page("b", null)));
    assertThat(client.items("demo")).extracting(Item::id).containsExactly("a", "b");
    replies.add(Reply.of(200, page("a", "http://elsewhere.example.org/next")));
    assertThatThrownBy(() -> client.items("demo"))
        .isInstanceOf(StacException.Refused.class)
        .hasMessageContaining("leaves");
  }

  @Test
  void encodesIdsAsOneSegment() {
    replies.add(Reply.of(404, ""));
    assertThat(client.item("a/b", "c d:%,ü")).isEmpty();
    assertThat(requests)
        .containsExactly("GET /collections/a%2Fb/items/c%20d%3A%25%2C%C3%BC Bearer secret");
  }

  @Test
  void deletes() {
    replies.add(Reply.of(204, ""));
    replies.add(Reply.of(404, ""));
    assertThat(client.deleteItem("demo", "a")).isEqualTo(Deleted.DELETED);
    assertThat(client.deleteCollection("demo")).isEqualTo(Deleted.ABSENT);
  }

  private static String page(String id, @org.jspecify.annotations.Nullable String next) {
    String links = next == null ? "" : "{\"rel\":\"next\",\"href\":\"" + next + "\"}";
    return "{\"features\":[{\"type\":\"Feature\",\"id\":\""
        + id
        + "\"}],\"links\":["
        + links
        + "]}";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      requests.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + exchange.getRequestHeaders().getFirst("Authorization"));
      Reply reply = replies.removeFirst();
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
