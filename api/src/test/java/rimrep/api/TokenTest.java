package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.api.oidc.OidcSettings;
import rimrep.api.oidc.TokenVerifier;
import rimrep.stac.StacJson;
import rimrep.testing.OidcServer;
import tools.jackson.databind.node.ObjectNode;

/// Tokens of an OIDC provider at both roles, and the log of writes.
class TokenTest {

  private static final OidcServer PROVIDER = OidcServer.start();
  private static final UnaryOperator<ApiSettings> OIDC = s -> s.with(verifier(PROVIDER.issuer()));

  @RegisterExtension static final RunningApi API = new RunningApi(OIDC, OIDC);

  private static TokenVerifier verifier(URI issuer) {
    return new TokenVerifier(
        new OidcSettings(issuer, "stac", "realm_access.roles", "writer"), InstantSource.system());
  }

  @AfterAll
  static void stop() {
    PROVIDER.close();
  }

  private static String writer() {
    return "Bearer " + PROVIDER.token("curator", "stac", List.of("writer"));
  }

  private static HttpResponse<String> write(
      String token, String method, String path, String body, String... more) {
    var headers = new ArrayList<>(List.of("Authorization", token));
    if (!List.of(more).contains("Content-Type")) {
      headers.addAll(List.of("Content-Type", "application/json"));
    }
    headers.addAll(List.of(more));
    return API.send(method, API.internalUrl() + path, body, headers.toArray(String[]::new));
  }

  @BeforeEach
  void collection() {
    assertThat(write(writer(), "POST", "/collections", Documents.collection("demo")).statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"alg\":\"none\"} | {} | not signed",
        "{\"alg\":\"HS256\",\"kid\":\"rsa-1\"} | {} | HS256",
        "{\"alg\":\"RS256\",\"kid\":\"ec-1\"} | {} | no RS256 key",
        "{\"alg\":\"RS256\",\"kid\":\"other\"} | {} | other",
        "{\"alg\":\"RS256\"} | {\"aud\":\"other\"} | audience",
        "{\"alg\":\"RS256\"} | {\"exp\":1700000000} | expired",
        "{\"alg\":\"RS256\"} | {\"nbf\":4000000000} | not valid before",
        "{\"alg\":\"ES256\"} | {\"iss\":\"https://login.example.org\"} | login.example.org"
      })
  void aBadTokenIsRefusedWithItsReasonAndNeverTakenForNone(
      String header, String changes, String reason) {
    ObjectNode claims = StacJson.newObject().put("iss", PROVIDER.issuer().toString());
    claims.put("sub", "x").put("aud", "stac").put("exp", Instant.now().getEpochSecond() + 600);
    claims.putObject("realm_access").putArray("roles").add("writer");
    claims.setAll(StacJson.parse(changes));
    String token = "Bearer " + PROVIDER.sign(header, StacJson.write(claims));
    var answers =
        List.of(
            API.get(API.publicUrl() + "/search", "Authorization", token),
            write(token, "GET", "/search", ""),
            write(token, "POST", "/collections/demo/items", text(point("a", 1, 1))),
            write(token, "DELETE", "/collections/demo", ""));
    for (var answer : answers) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(StacJson.parse(answer.body()).path("detail").asString()).contains(reason);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/problem+json");
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
          .startsWith("Bearer error=\"invalid_token\"");
      assertThat(answer.body()).doesNotContain(token.substring(7));
    }
    assertThat(API.search("limit=10")).as("nothing changed").isEmpty();
    assertThat(API.get(API.publicUrl() + "/collections/demo").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNoBearerTokenIsRefusedToo() {
    for (String header : List.of("Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "Bearer a b", "x")) {
      assertThat(API.get(API.publicUrl() + "/search", "Authorization", header).statusCode())
          .as(header)
          .isEqualTo(401);
    }
    assertThat(API.get(API.internalUrl() + "/search").statusCode()).isEqualTo(401);
    assertThat(API.get(API.internalUrl() + "/healthz").statusCode()).isEqualTo(200);
    assertThat(write("Bearer " + RunningApi.TOKEN, "GET", "/search", "").statusCode())
        .as("the shared token does not count beside a provider")
        .isEqualTo(401);
  }

  @Test
  void aValidTokenWithoutTheWritersRoleReadsWhatItsRolesSeeAndCannotWrite() {
    write(writer(), "POST", "/collections/demo/items", text(Documents.limited(point("a", 1, 1))));
    write(writer(), "POST", "/collections/demo/items", text(point("b", 1, 1)));
    String reader = "Bearer " + PROVIDER.token("reader", "stac", List.of("others"));
    String body = text(point("c", 1, 1));
    for (String request :
        List.of(
            "POST /collections",
            "PUT /collections/demo",
            "PATCH /collections/demo",
            "DELETE /collections/demo",
            "POST /collections/demo/items",
            "PUT /collections/demo/items/b",
            "PATCH /collections/demo/items/b",
            "DELETE /collections/demo/items/b",
            "POST /collections/demo/bulk_items")) {
      String[] parts = request.split(" ");
      var answer = write(reader, parts[0], parts[1], body);
      assertThat(answer.statusCode()).as(request).isEqualTo(403);
      assertThat(answer.body()).contains("writer");
    }
    assertThat(write(reader, "GET", "/search", "").body())
        .contains("\"b\"")
        .doesNotContain("\"a\"");
    assertThat(write(writer(), "GET", "/search", "").body()).contains("\"b\"", "\"a\"");
    assertThat(write(reader, "GET", "/collections/demo/items/a", "").statusCode()).isEqualTo(404);
  }

  @Test
  void thePublicRoleNeverWritesWhateverTheToken() {
    var answer =
        API.send("DELETE", API.publicUrl() + "/collections/demo", "", "Authorization", writer());
    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void aProviderThatIsAwayIsNoFaultOfTheClient() {
    OidcServer gone = OidcServer.start();
    String token = "Bearer " + gone.token("x", "stac", List.of("writer"));
    gone.close();
    try (var database = StacDatabase.open(API.postgres().settings(), "key");
        var server =
            ApiServer.start(
                "127.0.0.1",
                0,
                database.publicApi(
                    ApiSettings.forPublic("", "Test", "Made-up.").with(verifier(gone.issuer()))),
                c -> {})) {
      String url = "http://127.0.0.1:" + server.port() + "/search";
      var answer = API.get(url, "Authorization", token);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(API.get(url).statusCode()).as("anonymous").isEqualTo(200);
    }
  }

  @Test
  void withoutAProviderTheInternalRoleIsForThisMachineOnly() {
    try (var database = StacDatabase.open(API.postgres().settings(), "key")) {
      var shared = database.internalApi(ApiSettings.forInternal("t", "Test", "Made-up."));
      assertThatThrownBy(() -> ApiServer.start("0.0.0.0", 0, shared, c -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("loopback");
      var checked =
          database.internalApi(OIDC.apply(ApiSettings.forInternal("t", "Test", "Made-up.")));
      try (var server = ApiServer.start("0.0.0.0", 0, checked, c -> {})) {
        assertThat(API.get("http://127.0.0.1:" + server.port() + "/healthz").statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void everyWriteIsLoggedWithWhoAndWhatChanged() {
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    Logger log = (Logger) LoggerFactory.getLogger("rimrep.api.http.WriteLog");
    log.addAppender(events);
    try {
      String items = "/collections/demo/items";
      String etag = etag(write(writer(), "POST", items, text(point("a", 1, 1))));
      String second =
          etag(
              write(
                  writer(), "PUT", items + "/a", text(point("a", 2, 2)), "X-Request-Id", "req-1"));
      write(writer(), "PUT", items + "/a", text(point("a", 2, 2)));
      write(writer(), "DELETE", items + "/a", "");
      write(writer(), "DELETE", items + "/a", "");
      assertThat(events.list).as("an unchanged document is no write").hasSize(3);
      Map<String, String> created = values(events.list.get(0));
      assertThat(created)
          .containsEntry("what", "created")
          .containsEntry("collection", "demo")
          .containsEntry("item", "a")
          .containsEntry("before", "-")
          .containsEntry("after", etag)
          .containsEntry("subject", "curator");
      assertThat(values(events.list.get(1)))
          .containsEntry("before", etag)
          .containsEntry("after", second)
          .containsEntry("request", "req-1");
      assertThat(values(events.list.get(2))).containsEntry("before", second);
      write(
          writer(),
          "POST",
          items,
          "{\"type\":\"FeatureCollection\",\"features\":["
              + text(point("b", 1, 1))
              + ","
              + text(point("c", 1, 1))
              + "]}");
      assertThat(events.list).hasSize(5);
      write(
          writer(),
          "POST",
          "/collections/demo/bulk_items?mode=upsert",
          String.join("\n", text(point("b", 1, 1)), text(point("c", 2, 2)), text(point("d", 1, 1))),
          "Content-Type",
          "application/x-ndjson");
      assertThat(events.list).hasSize(7);
      assertThat(values(events.list.get(5)))
          .containsEntry("what", "updated")
          .containsEntry("item", "c")
          .containsEntry("before", values(events.list.get(4)).get("after"))
          .containsEntry("subject", "curator");
      assertThat(values(events.list.get(6)))
          .containsEntry("what", "created")
          .containsEntry("item", "d");
      write(writer(), "PATCH", "/collections/demo", "{\"title\":\"Other\"}");
      assertThat(values(events.list.getLast()))
          .containsEntry("what", "updated")
          .containsEntry("item", "-");
    } finally {
      log.detachAppender(events);
    }
  }

  private static Map<String, String> values(ILoggingEvent event) {
    return event.getKeyValuePairs().stream()
        .collect(Collectors.toMap(p -> p.key, p -> String.valueOf(p.value)));
  }

  private static String etag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElseThrow().replace("\"", "");
  }
}
