package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.limited;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.api.http.TrustedProxies;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Landing page, roles, headers, paging and what the public never sees.
class ServiceTest {

  @RegisterExtension
  static final RunningApi API =
      new RunningApi(settings -> settings.behind(TrustedProxies.of(List.of("127.0.0.1"))));

  @BeforeEach
  void collection() {
    API.collection("demo");
  }

  @Test
  void landingPageAndConformanceListTheSame() {
    for (String base : List.of(API.publicUrl(), API.internalUrl())) {
      boolean internal = base.equals(API.internalUrl());
      ObjectNode landing = json(internal, base.equals(API.publicUrl()) ? base : base + "/");
      ObjectNode conformance = json(internal, base + "/conformance");
      assertThat(landing.get("conformsTo")).isEqualTo(conformance.get("conformsTo"));
      assertThat(landing.get("conformsTo").toString())
          .contains("https://api.stacspec.org/v1.0.0/item-search")
          .contains("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson");
      assertThat(landing.get("conformsTo").toString().contains("transaction")).isEqualTo(internal);
      for (JsonNode link : landing.get("links")) {
        if (link.path("method").asString("GET").equals("GET")) {
          String href = link.path("href").asString();
          var response =
              internal ? API.write("GET", href.substring(base.length()), "") : API.get(href);
          assertThat(response.statusCode()).as(href).isEqualTo(200);
          assertThat(response.headers().firstValue("Content-Type").orElseThrow().replace("; ", ";"))
              .as(href)
              .isEqualTo(link.path("type").asString());
        }
      }
    }
  }

  @Test
  void thePagesOfTheSameServerStayThere() {
    assertThat(API.get(API.publicHost() + "/").body()).contains("<h1>page</h1>");
  }

  @Test
  void selfIsTheRequestedUrl() {
    API.item(text(point("a", 1, 1)));
    for (String path :
        List.of(
            "/search?limit=5&bbox=0,0,2,2",
            "/collections/demo/items?limit=1",
            "/collections/demo",
            "/collections?limit=5",
            "")) {
      String url = API.publicUrl() + path;
      assertThat(RunningApi.link(json(false, url), "self")).isEqualTo(url);
    }
  }

  @Test
  void linksFollowTrustedForwardedHeaders() {
    String url = API.publicUrl() + "/collections";
    assertThat(root(url, "X-Forwarded-Proto", "https", "X-Forwarded-Host", "data.example.org"))
        .isEqualTo("https://data.example.org/stac");
    assertThat(
            root(
                url,
                "X-Forwarded-Proto",
                "https, http",
                "X-Forwarded-Host",
                "data.example.org",
                "X-Forwarded-Port",
                "8443",
                "X-Forwarded-Prefix",
                "/api/"))
        .isEqualTo("https://data.example.org:8443/api/stac");
    assertThat(root(url, "Forwarded", "for=10.0.0.1;proto=https;host=\"data.example.org:8443\""))
        .isEqualTo("https://data.example.org:8443/stac");
    assertThat(root(url, "X-Forwarded-Proto", "javascript", "X-Forwarded-Host", "a b\"<>"))
        .isEqualTo(API.publicUrl());
  }

  @Test
  void pagingIsCompleteWithoutDuplicateByGetAndPost() {
    for (int i = 0; i < 40; i++) {
      API.item(text(Documents.at(point("i" + i, 1, 1), "2024-06-0" + (1 + i % 3) + "T00:00:00Z")));
    }
    List<String> byGet = API.search("limit=7");
    assertThat(byGet).hasSize(40).doesNotHaveDuplicates();
    assertThat(API.searchByPost("{\"limit\":7}")).isEqualTo(byGet);
    assertThat(API.pages(API.publicUrl() + "/collections/demo/items?limit=9")).isEqualTo(byGet);
    assertThat(API.get(API.publicUrl() + "/search?limit=7").body())
        .contains("\"numberReturned\":7")
        .contains("\"numberMatched\":40");
  }

  @Test
  @DisplayName("It survives deletion of the row it names. Garbage, or another query: 400")
  void tokenSurvivesItsRowButNotAnotherQueryNorForgery() {
    for (int i = 0; i < 3; i++) {
      API.item(text(point("i" + i, 1, 1)));
    }
    String next = RunningApi.link(json(false, API.publicUrl() + "/search?limit=1"), "next");
    API.write("DELETE", "/collections/demo/items/i0", "");
    assertThat(API.pages(next)).containsExactly("i1", "i2");
    String token = next.substring(next.indexOf("token=") + 6);
    for (String query :
        List.of(
            "limit=1&ids=i1&token=" + token,
            "token=x" + token,
            "token=" + token.substring(1),
            "token=abc",
            "token=")) {
      assertThat(API.get(API.publicUrl() + "/search?" + query).statusCode())
          .as(query)
          .isEqualTo(400);
    }
    String collections = API.publicUrl() + "/collections?token=" + token;
    assertThat(API.get(collections).statusCode()).isEqualTo(400);
  }

  @Test
  void collectionsPageById() {
    for (String id : List.of("c", "a", "b")) {
      API.collection(id);
    }
    var ids = new ArrayList<String>();
    String url = API.publicUrl() + "/collections?limit=3";
    while (!url.isEmpty()) {
      ObjectNode page = json(false, url);
      page.path("collections").forEach(c -> ids.add(c.path("id").asString()));
      assertThat(page.path("numberMatched").asInt()).isEqualTo(4);
      url = RunningApi.link(page, "next");
    }
    assertThat(ids).containsExactly("a", "b", "c", "demo");
  }

  @Test
  @DisplayName("limit 0, -1 or text: 400; above 10 000: capped")
  void limitMustBePositiveAndIsCapped() {
    API.item(text(point("a", 1, 1)));
    for (String limit : List.of("0", "-1", "x", "1.5", "")) {
      for (String path : List.of("/search", "/collections", "/collections/demo/items")) {
        assertThat(API.get(API.publicUrl() + path + "?limit=" + limit).statusCode())
            .as(path + " " + limit)
            .isEqualTo(400);
      }
    }
    for (String limit : List.of("0", "-1", "\"x\"", "1.5", "\"\"", "[1]", "true")) {
      assertThat(API.post(API.publicUrl() + "/search", "{\"limit\":" + limit + "}").statusCode())
          .as(limit)
          .isEqualTo(400);
    }
    assertThat(API.search("limit=1000000000")).containsExactly("a");
    assertThat(API.search("limit=99999999999999999999")).containsExactly("a");
    assertThat(API.searchByPost("{\"limit\":1000000000}")).containsExactly("a");
  }

  @Test
  void anEmptyListAsksNothingInAQueryAndFindsNothingInABody() {
    API.item(Documents.text(Documents.point("a", 1, 1)));
    assertThat(API.search("ids=")).containsExactly("a");
    assertThat(API.search("collections=&ids=a")).containsExactly("a");
    assertThat(API.searchByPost("{\"ids\":[]}")).isEmpty();
    assertThat(API.searchByPost("{\"collections\":[]}")).isEmpty();
  }

  @Test
  @DisplayName(
      "ids, collections and all other parameters are ANDed. An unknown collection id gives no items")
  void conditionsAreAndedAndUnknownOnesRefusedByName() {
    API.item(text(point("a", 1, 1)));
    API.item(text(point("b", 5, 5)));
    assertThat(API.search("ids=a,b&bbox=0,0,2,2")).containsExactly("a");
    String all =
        "ids=a&collections=demo&bbox=0,0,2,2&datetime=2024-06-01T00:00:00Z&filter=id='a'&query="
            + RunningApi.encode("{\"rimrep:access\":{\"eq\":\"public\"}}");
    assertThat(API.search(all)).containsExactly("a");
    for (String other :
        List.of(
            all.replace("ids=a", "ids=b"),
            all.replace("=demo", "=none"),
            all.replace("2,2", "0.5,0.5"),
            all.replace("2024-06", "2024-07"),
            all.replace("'a'", "'b'"),
            all.replace("public", "limited"),
            all + "&q=nothing")) {
      assertThat(API.search(other)).as(other).isEmpty();
    }
    assertThat(API.searchByPost("{\"collections\":[\"none\"]}")).isEmpty();
    assertThat(API.search("collections=none")).isEmpty();
    assertThat(API.search("collections=none,demo&ids=b")).containsExactly("b");
    String items = API.publicUrl() + "/collections/demo/items?collections=";
    assertThat(API.pages(items + "demo")).hasSize(2);
    assertThat(API.pages(items + "other")).isEmpty();
    var refused = API.get(API.publicUrl() + "/search?nonsense=datetime");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("nonsense");
  }

  @Test
  void publicRoleCannotWrite() {
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      var response = API.send(method, API.publicUrl() + "/collections/demo", "{}");
      assertThat(response.statusCode()).as(method).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    }
    assertThat(API.get(API.publicUrl() + "/nothing").statusCode()).isEqualTo(404);
    String described = API.get(API.publicUrl() + "/api").body();
    assertThat(described).doesNotContain("createItems").doesNotContain("bulk");
    API.postgres().execute("set role to default");
  }

  @Test
  void aMethodThatNobodyKnowsIsRefusedAsAProblem() {
    for (String method : List.of("FOO", "PROPFIND", "TRACE")) {
      for (String path : List.of("", "/search", "/collections/demo")) {
        var answer = API.send(method, API.publicUrl() + path, "");
        assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
            .startsWith("application/problem+json");
        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET, HEAD");
        assertThat(answer.body()).contains(method + " is not possible here");
      }
      assertThat(API.send(method, API.publicUrl() + "/nothing", "").statusCode()).isEqualTo(404);
      assertThat(API.send(method, API.internalUrl() + "/search", "").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void internalRoleWantsItsTokenAndItsHost() throws IOException {
    var anonymous = API.get(API.internalUrl() + "/collections");
    assertThat(anonymous.statusCode()).isEqualTo(401);
    assertThat(anonymous.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(
            API.get(API.internalUrl() + "/collections", "Authorization", "Bearer x").statusCode())
        .isEqualTo(401);
    var allowed = API.write("GET", "/collections", "");
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(rawStatus("evil.example.org")).contains(" 403 ");
  }

  private static String rawStatus(String host) throws IOException {
    int port = java.net.URI.create(API.internalUrl()).getPort();
    try (var socket = new Socket("127.0.0.1", port)) {
      String request =
          "GET /collections HTTP/1.1\r\nHost: "
              + host
              + "\r\nAuthorization: Bearer "
              + RunningApi.TOKEN
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElse("");
    }
  }

  @Test
  void limitedItemsDoNotExistForThePublic() {
    API.item(text(point("open", 1, 1)));
    var urls =
        List.of(
            "",
            "/conformance",
            "/collections",
            "/collections/demo",
            "/collections/demo/items",
            "/collections/demo/items?limit=1",
            "/collections/demo/items/secret",
            "/search",
            "/search?ids=secret",
            "/search?bbox=0,0,2,2",
            "/search?limit=1",
            "/readyz");
    List<String> before = urls.stream().map(u -> API.get(API.publicUrl() + u).body()).toList();
    ObjectNode secret = limited(point("secret", 1, 1));
    ((ObjectNode) secret.get("properties")).put("title", "Marker-word");
    API.item(text(secret));
    ObjectNode silent = point("secret-too", 1, 1);
    ((ObjectNode) silent.get("properties")).remove("rimrep:access");
    API.item(text(silent));
    List<String> after = urls.stream().map(u -> API.get(API.publicUrl() + u).body()).toList();
    assertThat(after).isEqualTo(before);
    assertThat(String.join("", after)).doesNotContain("Marker-word");
    assertThat(API.write("GET", "/search", "").body()).contains("Marker-word");
    ObjectNode hidden =
        StacJson.parse(Documents.collection("hidden")).put("rimrep:access", "limited");
    API.write("POST", "/collections", StacJson.write(hidden));
    assertThat(API.get(API.publicUrl() + "/collections/hidden").statusCode()).isEqualTo(404);
    assertThat(API.get(API.publicUrl() + "/collections/hidden/items").statusCode()).isEqualTo(404);
    assertThat(API.get(API.publicUrl() + "/collections").body()).isEqualTo(before.get(2));
  }

  @Test
  void answersCorsHeadOptionsGzipAndTrailingSlash() {
    var get = API.get(API.publicUrl() + "/collections", "Origin", "https://example.org");
    assertThat(get.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(get.headers().firstValue("Access-Control-Expose-Headers"))
        .hasValueSatisfying(v -> assertThat(v).contains("ETag").contains("Location"));
    var preflight = API.send("OPTIONS", API.publicUrl() + "/search", "");
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
        .contains("GET, HEAD, OPTIONS, POST");
    var head = API.send("HEAD", API.publicUrl() + "/collections/demo", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("ETag")).isPresent();
    var slash = API.get(API.publicUrl() + "/collections/?limit=3");
    assertThat(slash.statusCode()).isEqualTo(308);
    assertThat(slash.headers().firstValue("Location"))
        .contains(API.publicUrl() + "/collections?limit=3");
    for (int i = 0; i < 10; i++) {
      API.item(text(point("i" + i, 1, 1)));
    }
    var gzip = API.get(API.publicUrl() + "/search", "Accept-Encoding", "gzip");
    assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");
    var html = API.get(API.publicUrl() + "/collections", "Accept", "text/html");
    assertThat(html.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
  }

  @Test
  void descriptionAndRouterAgreeInBothDirections() {
    var described = new HashSet<String>();
    ObjectNode api = json(true, API.internalUrl() + "/api");
    for (var path : api.get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        String bare = path.getKey().equals("/") ? "" : path.getKey();
        described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + bare);
        if (method.equals("get")) {
          described.add("HEAD " + bare);
        }
      }
    }
    assertThat(described)
        .isEqualTo(
            new HashSet<>(rimrep.api.http.RouterAccess.operations(API.postgres().settings())));
    assertThat(api.at("/servers/0/url").asString()).isEqualTo(API.internalUrl());
  }

  private static String root(String url, String... headers) {
    return RunningApi.link(StacJson.parse(API.get(url, headers).body()), "root");
  }

  private static ObjectNode json(boolean internal, String url) {
    var response =
        internal ? API.write("GET", url.substring(API.internalUrl().length()), "") : API.get(url);
    assertThat(response.statusCode()).as(url + response.body()).isEqualTo(200);
    return StacJson.parse(response.body());
  }
}
