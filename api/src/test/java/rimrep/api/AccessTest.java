package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rimrep.api.Documents.at;
import static rimrep.api.Documents.limited;
import static rimrep.api.Documents.metadataOnly;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rimrep.api.http.ApiSettings;
import rimrep.api.http.RouterAccess;
import rimrep.api.oidc.OidcSettings;
import rimrep.api.oidc.TokenVerifier;
import rimrep.api.store.DatabaseLogin;
import rimrep.api.store.DatabaseRoles;
import rimrep.stac.StacJson;
import rimrep.testing.OidcServer;
import tools.jackson.databind.node.ObjectNode;

/// Who sees what: hidden, metadata only, everything, by role, on every way of reading.
class AccessTest {

  private static final OidcServer PROVIDER = OidcServer.start();
  private static final UnaryOperator<ApiSettings> OIDC =
      settings ->
          settings.with(
              new TokenVerifier(
                  new OidcSettings(PROVIDER.issuer(), "stac", "realm_access.roles", "writer"),
                  InstantSource.system()));

  @RegisterExtension static final RunningApi API = new RunningApi(OIDC);

  private static final String ITEMS = "/collections/demo/items";

  @AfterAll
  static void stop() {
    PROVIDER.close();
  }

  private static String team() {
    return "Bearer " + PROVIDER.token("t", "stac", List.of("team"));
  }

  private static HttpResponse<String> as(String authorization, String path) {
    return authorization.isEmpty()
        ? API.get(API.publicUrl() + path)
        : API.get(API.publicUrl() + path, "Authorization", authorization);
  }

  @BeforeEach
  void whatEverybodyMayKnow() {
    API.collection("demo");
    must(API.write("POST", "/collections", Documents.limitedCollection("described", "metadata")));
    for (int i = 0; i < 5; i++) {
      ObjectNode open = point("open" + i, i, 1);
      ((ObjectNode) open.get("properties")).put("v", i).put("title", "Open");
      API.item(text(open));
    }
    API.item(text(metadataOnly(point("known", 2, 2))));
    API.item(text(point("inside", 3, 3).put("collection", "described")));
  }

  private static void must(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
  }

  /// A hidden item that every search would find first, one that says nothing of its access, and a
  /// hidden collection with items that call themselves public.
  private static void store(String hidden) {
    ObjectNode secret = at(limited(point(hidden, 1, 1)), "2030-01-01T00:00:00Z");
    ((ObjectNode) secret.get("properties"))
        .put("secret", 1)
        .put("v", "text")
        .put("title", "Marker");
    API.item(text(secret));
    ObjectNode silent = point(hidden + "-silent", 1, 1);
    ((ObjectNode) silent.get("properties")).put("secret", 2).remove("rimrep:access");
    API.item(text(silent));
    ObjectNode vault = StacJson.parse(Documents.limitedCollection("vault", "hidden"));
    vault.put("rimrep:marker", 1).put("title", "Vaulted");
    must(API.write("POST", "/collections", StacJson.write(vault)));
    ObjectNode inside = point("inside-vault", 1, 1).put("collection", "vault");
    ((ObjectNode) inside.get("properties")).put("secret", 3).put("title", "Marker");
    API.item(text(inside));
    API.item(text(metadataOnly(point("also-inside", 1, 1)).put("collection", "vault")));
  }

  /// Requests whose answer must tell nothing of what is hidden: at least one for each operation.
  static final List<String> REQUESTS =
      List.of(
          "GET ",
          "GET /conformance",
          "GET /api",
          "GET /api.html",
          "GET /healthz",
          "GET /readyz",
          "GET /nothing",
          "GET /collections",
          "GET /collections?limit=1",
          "GET /collections?limit=10000",
          "GET /collections?q=demo",
          "GET /collections?bbox=142,-25,143,-24",
          "GET /collections?datetime=2024-01-01T00:00:00Z",
          "GET /collections?sortby=-title,id",
          "GET /collections?sortby=rimrep:marker",
          "GET /collections?filter=rimrep:access%20=%20'limited'",
          "GET /collections?filter=rimrep:marker%20=%201",
          "GET /collections?query=%7B%22rimrep:access%22:%7B%22eq%22:%22limited%22%7D%7D",
          "GET /collections?fields=id,rimrep:marker,assets",
          "GET /collections?filter=assets%20IS%20NULL&limit=1",
          "GET /collections?q=vaulted",
          "GET /collections/demo",
          "GET /collections/described",
          "GET /collections/vault",
          "HEAD /collections/vault",
          "GET /collections/vault/items",
          "GET /collections/vault/items?limit=0",
          "GET /collections/vault/items/inside-vault",
          "GET /collections/vault/queryables",
          "GET /collections/vault/sortables",
          "GET /collections/demo/items",
          "GET /collections/demo/items?limit=1",
          "GET /collections/demo/items?collections=vault",
          "GET /collections/demo/items/secret",
          "HEAD /collections/demo/items/secret",
          "GET /collections/demo/items/secret-silent",
          "GET /collections/demo/items/open1",
          "GET /collections/demo/items/known",
          "GET /collections/demo/queryables",
          "GET /collections/demo/sortables",
          "GET /queryables",
          "GET /sortables",
          "GET /search",
          "GET /search?limit=1",
          "GET /search?limit=10000",
          "GET /search?ids=secret,inside-vault,also-inside",
          "GET /search?collections=vault",
          "GET /search?collections=vault,none",
          "GET /search?bbox=0,0,2,2",
          "GET /search?intersects=%7B%22type%22:%22Point%22,%22coordinates%22:[1,1]%7D",
          "GET /search?datetime=2030-01-01T00:00:00Z/..",
          "GET /search?q=Marker",
          "GET /search?sortby=secret",
          "GET /search?sortby=-v",
          "GET /search?sortby=v&limit=2",
          "GET /search?fields=id,secret",
          "GET /search?filter=secret%20=%201",
          "GET /search?filter=secret%20IS%20NULL",
          "GET /search?filter=NOT%20v%20%3E%201",
          "GET /search?query=%7B%22secret%22:%7B%22eq%22:1%7D%7D",
          "GET /search?token=x",
          "POST /search {}",
          "POST /search {\"limit\":1}",
          "POST /search {\"ids\":[\"secret\",\"known\"]}",
          "POST /search {\"collections\":[\"vault\"]}",
          "POST /search {\"filter\":{\"op\":\"=\",\"args\":[{\"property\":\"secret\"},1]}}",
          "POST /search {\"sortby\":[{\"field\":\"secret\",\"direction\":\"asc\"}]}",
          "OPTIONS /collections/vault",
          "DELETE /collections/vault",
          "PUT /collections/demo/items/secret {}");

  static Stream<String> requests() {
    return REQUESTS.stream();
  }

  /// A new operation of the public API is one more way to tell what is hidden.
  @Test
  void everyOperationOfThePublicApiIsAskedForHiddenDocuments() {
    List<String> operations = RouterAccess.publicOperations(API.postgres().settings());
    assertThat(operations).hasSizeGreaterThan(20);
    for (String operation : operations) {
      String[] parts = operation.split(" ", -1);
      String path = "\\Q" + parts[1].replaceAll("\\{[a-z]+}", "\\\\E[^/?]+\\\\Q") + "\\E";
      // each is also asked with HEAD
      String method = parts[0].equals("HEAD") ? "GET" : parts[0];
      assertThat(REQUESTS)
          .as(operation)
          .anyMatch(r -> r.matches(method + " " + path + "(\\?.*| .*)?"));
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  @DisplayName(
      "the anonymous answer is the same, byte for byte, with and without a hidden item in the store")
  void theAnonymousAnswerIsTheSameWithAndWithoutHiddenDocuments(String request) {
    List<String> without = answers(request);
    store("secret");
    assertThat(answers(request)).isEqualTo(without);
    assertThat(String.join("", without)).isNotEmpty().doesNotContain("\"title\":\"Marker\"");
    assertThat(API.write("GET", "/search?limit=100", "").body())
        .contains("\"secret\"", "inside-vault", "also-inside");
  }

  /// Status, headers and body of the answer and of all pages after it.
  private static List<String> answers(String request) {
    String[] parts = request.split(" ", 3);
    String body = parts.length > 2 ? parts[2] : "";
    var all = new ArrayList<String>();
    if (parts[0].equals("GET")) {
      all.addAll(answers("HEAD " + parts[1]));
    }
    String url = API.publicUrl() + parts[1];
    while (!url.isEmpty()) {
      HttpResponse<String> answer =
          body.isEmpty()
              ? API.send(parts[0], url, "")
              : API.send(parts[0], url, body, "Content-Type", "application/json");
      var headers = new TreeMap<>(answer.headers().map());
      // of the moment and of the connection, not of the answer
      List.of("date", "x-request-id", "connection").forEach(headers::remove);
      all.add(answer.statusCode() + " " + headers + "\n" + answer.body());
      boolean more = parts[0].equals("GET") && answer.body().startsWith("{");
      url = more ? RunningApi.link(StacJson.parse(answer.body()), "next") : "";
    }
    return all;
  }

  @Test
  void anETagTellsNothingOfHiddenDocuments() {
    String etag = etag(as("", ITEMS + "/open1"));
    store("secret");
    assertThat(API.get(API.publicUrl() + ITEMS + "/open1", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
    for (String path : List.of(ITEMS + "/secret", "/collections/vault")) {
      String known = etag(API.write("GET", path, ""));
      for (String sent : List.of(known, "*")) {
        assertThat(API.get(API.publicUrl() + path, "If-None-Match", sent).statusCode())
            .isEqualTo(404);
      }
    }
  }

  @Test
  @DisplayName("With a role: all. Counted after access and geometry")
  void aRoleSeesWhatIsLimitedToItAndNothingElse() {
    store("secret");
    List<String> anonymous = API.pages(API.publicUrl() + "/search?limit=2");
    assertThat(anonymous)
        .containsExactlyInAnyOrder("open0", "open1", "open2", "open3", "open4", "known", "inside");
    String stranger = "Bearer " + PROVIDER.token("s", "stac", List.of("strangers"));
    assertThat(as(stranger, "/search?limit=100").body())
        .isEqualTo(as("", "/search?limit=100").body());
    String own = as(team(), "/search?limit=100").body();
    assertThat(own).contains("\"secret\"", "inside-vault").doesNotContain("secret-silent");
    assertThat(StacJson.parse(own).path("numberMatched").asInt()).isEqualTo(10);
    assertThat(StacJson.parse(as("", "/search").body()).path("numberMatched").asInt()).isEqualTo(7);
    assertThat(as(team(), ITEMS + "/secret").statusCode()).isEqualTo(200);
    assertThat(as(team(), "/collections/vault").statusCode()).isEqualTo(200);
    assertThat(as(team(), "/collections/vault/items").body()).contains("inside-vault");
    assertThat(as(team(), "/queryables").body()).contains("\"secret\"");
    assertThat(as(team(), "/search?sortby=secret").statusCode()).isEqualTo(200);
    assertThat(as(team(), "/collections").body()).contains("\"vault\"");
  }

  @Test
  @DisplayName("metadata: assets is {}, data links are gone. With a role: all")
  void metadataOnlyShowsTheItemWithoutAssetsAndDataLinks() {
    ObjectNode item = metadataOnly(point("rich", 1, 1));
    ObjectNode properties = (ObjectNode) item.get("properties");
    properties.putNull("step").put("n", 1.0).putObject("storage:schemes").put("x", "bucket-name");
    var links = item.putArray("links");
    for (String relation : List.of("describedby", "service", "data", "license", "via", "x")) {
      links.addObject().put("rel", relation).put("href", "https://example.org/" + relation);
    }
    API.item(text(item));
    for (String path : List.of(ITEMS + "/rich", "/search?ids=rich", ITEMS + "?ids=rich")) {
      String seen = as("", path).body();
      assertThat(seen)
          .as(path)
          .contains("\"assets\":{}", "org/license", "org/via", "\"step\":null", "\"n\":1.0")
          .doesNotContain("data.zarr", "org/describedby", "org/service", "org/data", "org/x")
          .doesNotContain("bucket-name");
      assertThat(as(team(), path).body())
          .as(path)
          .contains("data.zarr", "org/describedby", "bucket-name");
    }
    assertThat(as("", "/search?ids=rich&fields=assets").body()).doesNotContain("zarr");
    assertThat(API.post(API.publicUrl() + "/search", "{\"ids\":[\"rich\"]}").body())
        .doesNotContain("zarr");
    assertThat(as("", "/collections/described").body())
        .contains("\"assets\":{}")
        .doesNotContain("gateway");
    assertThat(as(team(), "/collections/described").body()).contains("gateway");
    assertThat(as("", "/collections").body()).contains("described").doesNotContain("gateway");
    assertThat(as("", "/collections/described/items/inside").body())
        .as("an item is never more visible than its collection")
        .contains("\"assets\":{}");
    assertThat(as(team(), "/collections/described/items/inside").body()).contains("zarr");
  }

  @Test
  @DisplayName("ETag is strong: a hash of the stored bytes and of what the caller may see")
  void theETagIsOfWhatTheCallerMaySee() {
    String anonymous = etag(as("", ITEMS + "/known"));
    String full = etag(as(team(), ITEMS + "/known"));
    assertThat(anonymous).isNotEqualTo(full);
    assertThat(API.get(API.publicUrl() + ITEMS + "/known", "If-None-Match", full).statusCode())
        .isEqualTo(200);
    ObjectNode changed = metadataOnly(point("known", 2, 2));
    changed.putObject("assets").putObject("more").put("href", "https://example.org/more.zarr");
    must(API.write("PUT", ITEMS + "/known", text(changed)));
    assertThat(etag(as(team(), ITEMS + "/known"))).isNotEqualTo(full);
    assertThat(API.get(API.publicUrl() + ITEMS + "/known", "If-None-Match", anonymous).statusCode())
        .as("nothing changed that they see")
        .isEqualTo(304);
  }

  @Test
  void assetsCanNeitherBeFilteredNorSortedBy() {
    for (String query :
        List.of(
            "sortby=assets",
            "sortby=data",
            "filter=assets%20IS%20NOT%20NULL",
            "sortby=assets.data.href")) {
      assertThat(as("", "/search?" + query).statusCode()).as(query).isEqualTo(400);
    }
    assertThat(API.search("q=zarr")).isEmpty();
  }

  @Test
  void whereTheDataLieCanNeitherBeFilteredNorSortedBy() {
    ObjectNode item = metadataOnly(point("stored", 1, 1));
    ((ObjectNode) item.get("properties")).putArray("storage:schemes").add("private-bucket");
    API.item(text(item));
    ObjectNode collection = StacJson.parse(Documents.limitedCollection("stored", "metadata"));
    collection.putObject("storage:schemes").put("bucket", "private-bucket");
    must(API.write("POST", "/collections", StacJson.write(collection)));
    for (String query :
        List.of("sortby=storage:schemes", "filter=%22storage:schemes%22%20IS%20NULL")) {
      assertThat(as("", "/search?" + query).statusCode()).as(query).isEqualTo(400);
      assertThat(as("", "/collections?" + query).statusCode()).as(query).isEqualTo(400);
      assertThat(as(team(), "/collections?" + query).statusCode()).as(query).isEqualTo(200);
    }
    for (String path : List.of("/collections", "/collections/stored", "/queryables", "/search")) {
      assertThat(as("", path).body()).as(path).doesNotContain("private-bucket", "storage:schemes");
    }
  }

  @Test
  void theDatabaseUserOfThePublicRoleCanOnlySelect() throws SQLException {
    DatabaseLogin reader = API.postgres().settings().reader();
    try (Connection c =
            DriverManager.getConnection(reader.url(), reader.user(), reader.password());
        Statement s = c.createStatement()) {
      assertThat(s.execute("select id from item limit 1")).isTrue();
      for (String sql :
          List.of(
              "update item set visibility = 0",
              "delete from item",
              "insert into collection (id) values ('x')",
              "truncate item",
              "create table x (y int)",
              "alter table item add column x int",
              "drop table item",
              "set role " + DatabaseRoles.WRITER,
              "copy item to program 'id'",
              "select pg_read_file('/etc/passwd')")) {
        assertThatThrownBy(() -> s.execute(sql))
            .as(sql)
            .isInstanceOf(SQLException.class)
            .hasMessageMatching("(?s).*(permission denied|must be owner).*");
      }
    }
  }

  @Test
  @DisplayName(
      "The token is base64url with HMAC over: sort values, id, collection, hash of query and caller's roles")
  void aPagingTokenIsForTheRolesItWasGivenTo() {
    store("secret");
    String next = RunningApi.link(StacJson.parse(as(team(), "/search?limit=1").body()), "next");
    String path = next.substring(API.publicUrl().length());
    assertThat(path).matches("/search\\?limit=1&token=[A-Za-z0-9_-]+");
    int token = path.indexOf("token=") + "token=".length();
    for (int i = token; i < path.length() - 1; i++) {
      char other = path.charAt(i) == 'A' ? 'B' : 'A';
      String forged = path.substring(0, i) + other + path.substring(i + 1);
      assertThat(as(team(), forged).statusCode()).as(forged).isEqualTo(400);
    }
    assertThat(as(team(), path.replace("limit=1", "limit=2")).statusCode()).isEqualTo(200);
    assertThat(as(team(), path.replace("limit=1", "limit=1&sortby=id")).statusCode())
        .isEqualTo(400);
    assertThat(as(team(), path).statusCode()).isEqualTo(200);
    assertThat(as("", path).statusCode()).isEqualTo(400);
    String more = "Bearer " + PROVIDER.token("t", "stac", List.of("team", "others"));
    assertThat(as(more, path).statusCode()).isEqualTo(400);
  }

  @Test
  void answersVaryByAuthorization() {
    for (String path : List.of("", "/collections", ITEMS + "/open1", "/search", "/nothing")) {
      assertThat(as("", path).headers().allValues("Vary")).as(path).contains("Authorization");
    }
  }

  @Test
  void whatChangesItsAccessIsSeenAccordingly() {
    API.write("PUT", ITEMS + "/open1", text(limited(point("open1", 1, 1))));
    assertThat(as("", ITEMS + "/open1").statusCode()).isEqualTo(404);
    must(API.write("PUT", ITEMS + "/open1", text(point("open1", 1, 1))));
    assertThat(as("", ITEMS + "/open1").statusCode()).isEqualTo(200);
    must(API.write("PUT", "/collections/demo", Documents.limitedCollection("demo", "hidden")));
    assertThat(as("", ITEMS + "/open1").statusCode()).isEqualTo(404);
    assertThat(API.search("limit=100")).containsExactly("inside");
  }

  @Test
  void landingPageSaysWhereToLogIn() {
    ObjectNode landing = StacJson.parse(as("", "").body());
    assertThat(landing.at("/auth:schemes/oidc/type").asString()).isEqualTo("openIdConnect");
    URI place = URI.create(landing.at("/auth:schemes/oidc/openIdConnectUrl").asString());
    assertThat(PROVIDER.get(place.getPath())).contains("jwks_uri");
    assertThat(landing.get("stac_extensions").toString()).contains("authentication/v1.1.0");
  }

  /// STAC Browser offers a login beside an asset whose `auth:refs` name one of the `auth:schemes`
  /// of its item, takes the issuer from the address of the configuration, and sends the token with
  /// every request after a preflight.
  @Test
  void stacBrowserFindsInALimitedItemWhereToLogIn() {
    ObjectNode item = metadataOnly(point("gated", 1, 1));
    String configuration = PROVIDER.issuer() + "/.well-known/openid-configuration";
    item.putArray("stac_extensions")
        .add("https://stac-extensions.github.io/authentication/v1.1.0/schema.json");
    item.withObject("/properties/auth:schemes/oidc")
        .put("type", "openIdConnect")
        .put("openIdConnectUrl", configuration);
    item.withObject("/assets/data").putArray("auth:refs").add("oidc");
    API.item(text(item));
    ObjectNode known = StacJson.parse(as("", ITEMS + "/gated").body());
    assertThat(known.get("assets").isEmpty()).isTrue();
    ObjectNode seen = StacJson.parse(as(team(), ITEMS + "/gated").body());
    String ref = seen.at("/assets/data/auth:refs/0").asString();
    for (ObjectNode document : List.of(known, seen)) {
      var scheme = document.at("/properties/auth:schemes").path(ref);
      assertThat(scheme.path("type").asString()).isEqualTo("openIdConnect");
      assertThat(scheme.path("openIdConnectUrl").asString()).isEqualTo(configuration);
    }
    HttpResponse<String> preflight =
        API.send(
            "OPTIONS",
            API.publicUrl() + ITEMS + "/gated",
            "",
            "Origin",
            "https://browser.example.org",
            "Access-Control-Request-Method",
            "GET",
            "Access-Control-Request-Headers",
            "authorization");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .contains("Authorization");
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
  }

  private static String etag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElseThrow();
  }
}
