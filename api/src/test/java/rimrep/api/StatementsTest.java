package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.item;
import static rimrep.api.Documents.limited;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.polygon;
import static rimrep.api.Documents.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Statements about what the API means that no other test class is the place for.
class StatementsTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String ITEMS = "/collections/demo/items";

  @BeforeEach
  void collection() {
    API.collection("demo");
  }

  @Test
  @DisplayName("S_INTERSECTS(literal, geometry) equals S_INTERSECTS(geometry, literal)")
  void theOrderOfArgumentsOfIntersectsDoesNotMatter() {
    API.item(text(polygon("square", "[0,0],[2,0],[2,2],[0,2],[0,0]", "[0,0,2,2]")));
    API.item(text(point("far", 50, 50)));
    for (String literal :
        List.of("POINT(1 1)", "BBOX(1, 1, 3, 3)", "POLYGON((1 1, 3 1, 3 3, 1 1))")) {
      for (String filter :
          List.of(
              "S_INTERSECTS(" + literal + ", geometry)",
              "S_INTERSECTS(geometry, " + literal + ")")) {
        assertThat(API.search("filter=" + RunningApi.encode(filter)))
            .as(filter)
            .containsExactly("square");
      }
    }
    String property = "{\"property\":\"geometry\"}";
    String point = "{\"type\":\"Point\",\"coordinates\":[1,1]}";
    for (String args : List.of(property + "," + point, point + "," + property)) {
      String filter = "{\"filter\":{\"op\":\"s_intersects\",\"args\":[" + args + "]}}";
      assertThat(API.searchByPost(filter)).as(filter).containsExactly("square");
    }
  }

  @Test
  @DisplayName("geometry: null is stored and found by id, never by space")
  void anItemWithoutGeometryIsNeverFoundBySpace() {
    ObjectNode nowhere = item("nowhere", "null", "[]");
    nowhere.remove("bbox");
    API.item(text(nowhere));
    assertThat(API.get(API.publicUrl() + ITEMS + "/nowhere").body()).contains("\"geometry\":null");
    assertThat(API.search("ids=nowhere")).containsExactly("nowhere");
    assertThat(API.search("bbox=-180,-90,180,90")).isEmpty();
    assertThat(API.search("bbox=-180,-90,-1000,180,90,1000")).isEmpty();
    String world = "[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]";
    assertThat(
            API.searchByPost(
                "{\"intersects\":{\"type\":\"Polygon\",\"coordinates\":" + world + "}}"))
        .isEmpty();
    for (String filter :
        List.of(
            "S_INTERSECTS(geometry, BBOX(-180,-90,180,90))",
            "S_DISJOINT(geometry, POINT(1 1))",
            "NOT S_INTERSECTS(geometry, POINT(1 1))")) {
      assertThat(API.search("filter=" + RunningApi.encode(filter))).as(filter).isEmpty();
    }
    assertThat(API.search("filter=geometry%20IS%20NULL")).containsExactly("nowhere");
  }

  @Test
  @DisplayName(
      "q searches title, description, keywords, themes, rimrep:variables of items and collections,"
          + " ignoring case and accents")
  void freeTextLooksAtTheseMembers() {
    String words =
        """
        {"title":"Första","description":"second Wört","keywords":["thírd"],
         "themes":[{"scheme":"https://example.org","concepts":[{"id":"fourth","title":"Fifth"}]}],
         "rimrep:variables":["sixth"],"platform":"elsewhere"}
        """;
    ObjectNode found = point("found", 1, 1);
    ((ObjectNode) found.get("properties")).setAll(StacJson.parse(words));
    API.item(text(found));
    API.item(text(point("other", 1, 1)));
    ObjectNode collection = StacJson.parse(Documents.collection("worded"));
    collection.setAll(StacJson.parse(words));
    collection.remove("platform");
    assertThat(API.write("POST", "/collections", StacJson.write(collection)).statusCode())
        .isEqualTo(201);
    for (String q :
        List.of("forsta", "WORT", "third", "THÌRD", "fourth", "fifth", "sixth", "Förstå")) {
      String query = "q=" + RunningApi.encode(q);
      assertThat(API.search(query)).as(q).containsExactly("found");
      assertThat(API.pages(API.publicUrl() + ITEMS + "?" + query)).as(q).containsExactly("found");
      String body = API.get(API.publicUrl() + "/collections?" + query).body();
      assertThat(StacJson.parse(body).at("/collections/0/id").asString()).isEqualTo("worded");
      assertThat(StacJson.parse(body).path("numberMatched").asInt()).isEqualTo(1);
    }
    assertThat(API.search("q=elsewhere")).isEmpty();
  }

  @Test
  @DisplayName("It survives replicas and restarts (shared key); with another key it is refused")
  void aTokenIsGoodAtEveryInstanceWithTheSameKey() {
    for (int i = 0; i < 3; i++) {
      API.item(text(point("i" + i, 1, 1)));
    }
    String next = RunningApi.link(page(API.publicUrl() + "/search?limit=1"), "next");
    String query = next.substring(next.indexOf('?'));
    assertThat(status("paging key of the tests", query)).isEqualTo(200);
    assertThat(status("another key", query)).isEqualTo(400);
  }

  private static int status(String key, String query) {
    var settings = ApiSettings.forPublic("", "Test", "Made-up.");
    try (var database = StacDatabase.open(API.postgres().settings(), key);
        var server = ApiServer.start("127.0.0.1", 0, database.publicApi(settings), c -> {})) {
      return API.get("http://127.0.0.1:" + server.port() + "/search" + query).statusCode();
    }
  }

  @Test
  @DisplayName("GET answers with a GET next, POST with a POST next carrying the full body")
  void theNextLinkIsOfTheSameMethod() {
    API.item(text(point("a", 1, 1)));
    API.item(text(point("b", 1, 1)));
    JsonNode byGet = next(page(API.publicUrl() + "/search?limit=1&bbox=0,0,2,2"));
    assertThat(byGet.path("method").asString()).isEqualTo("GET");
    assertThat(byGet.path("href").asString()).contains("limit=1&bbox=0,0,2,2&token=");
    assertThat(byGet.has("body")).isFalse();
    String body =
        "{\"limit\":1,\"bbox\":[0,0,2,2],\"fields\":{\"include\":[\"id\"]},\"sortby\":"
            + "[{\"field\":\"id\",\"direction\":\"desc\"}],\"filter\":{\"op\":\"isNull\",\"args\":"
            + "[{\"property\":\"title\"}]}}";
    JsonNode byPost = next(StacJson.parse(API.post(API.publicUrl() + "/search", body).body()));
    assertThat(byPost.path("method").asString()).isEqualTo("POST");
    assertThat(byPost.path("href").asString()).isEqualTo(API.publicUrl() + "/search");
    ObjectNode carried = (ObjectNode) byPost.get("body");
    assertThat(carried.path("token").asString()).matches("[A-Za-z0-9_-]+");
    carried.remove("token");
    assertThat(carried).isEqualTo(StacJson.parse(body));
    assertThat(API.searchByPost(body)).containsExactly("b", "a");
  }

  private static JsonNode next(ObjectNode page) {
    return page.path("links")
        .valueStream()
        .filter(l -> l.path("rel").asString().equals("next"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName(
      "10 000 items at limit 7: complete, no duplicate. numberReturned always. numberMatched is exact up to 10 000; beyond, it"
          + " is left out and rimrep:matchedAtLeast is 10 000; above 10 000 a limit is capped")
  void tenThousandItemsArePagedAndCounted() {
    bulk(IntStream.range(0, 10_000).mapToObj(i -> text(dated(i))));
    API.item(text(limited(point("hidden", 1, 1))));
    var ids = new ArrayList<String>();
    String url = API.publicUrl() + "/search?limit=7&fields=id,-geometry,-assets";
    while (!url.isEmpty()) {
      ObjectNode page = page(url);
      assertThat(page.path("numberReturned").asInt()).isEqualTo(page.path("features").size());
      assertThat(page.path("numberMatched").asInt()).isEqualTo(10_000);
      page.path("features").forEach(f -> ids.add(f.path("id").asString()));
      url = RunningApi.link(page, "next");
    }
    assertThat(ids).hasSize(10_000);
    assertThat(new HashSet<>(ids)).hasSize(10_000);
    API.item(text(point("one-more", 1, 1)));
    ObjectNode beyond = page(API.publicUrl() + "/search?limit=1000000000&fields=id");
    assertThat(beyond.has("numberMatched")).isFalse();
    assertThat(beyond.path("rimrep:matchedAtLeast").asInt()).isEqualTo(10_000);
    assertThat(beyond.path("numberReturned").asInt()).isEqualTo(10_000);
    assertThat(RunningApi.link(beyond, "next")).isNotEmpty();
    assertThat(page(RunningApi.link(beyond, "next")).path("numberReturned").asInt()).isEqualTo(1);
  }

  /// Many share a time, so that ties are paged too.
  private static ObjectNode dated(int i) {
    return Documents.at(point("i" + i, i % 90, 1), "2024-01-01T00:%02d:00Z".formatted(i * 7 % 13));
  }

  private static void bulk(java.util.stream.Stream<String> lines) {
    var answer =
        API.send(
            "POST",
            API.internalUrl() + "/collections/demo/bulk_items?mode=insert",
            lines.collect(Collectors.joining("\n")),
            "Authorization",
            "Bearer " + RunningApi.TOKEN,
            "Content-Type",
            "application/x-ndjson");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static ObjectNode page(String url) {
    var answer = API.get(url);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return StacJson.parse(answer.body());
  }
}
