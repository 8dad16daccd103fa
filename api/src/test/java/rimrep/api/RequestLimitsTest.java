package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// What a request may hold at most: beyond it a 4xx names the limit, and nothing is changed.
class RequestLimitsTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String ITEMS = "/collections/demo/items";

  @BeforeEach
  void collection() {
    API.collection("demo");
  }

  private static void refused(HttpResponse<String> answer, int status, String... says) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(StacJson.parse(answer.body()).path("detail").asString("")).contains(says);
  }

  @Test
  void refusesAnIdOfMoreThan512CharactersOrWithControlCharacters() {
    API.item(text(point("x".repeat(512), 1, 1)));
    assertThat(API.search("limit=1")).containsExactly("x".repeat(512));
    for (String id : new String[] {"x".repeat(513), "a\nb", "a\u0000b"}) {
      refused(API.write("POST", ITEMS, text(point(id, 1, 1))), 400, "/id", "512");
      ObjectNode collection = StacJson.parse(Documents.collection("c")).put("id", id);
      refused(API.write("POST", "/collections", StacJson.write(collection)), 400, "/id", "512");
    }
  }

  @Test
  void refusesAFilterOfMoreThanAHundredThousandCharacters() {
    API.item(text(point("a", 1, 1)));
    String good = "id = '" + "x".repeat(90_000) + "'";
    String bad = "id = '" + "x".repeat(100_001) + "'";
    String body = "{\"filter-lang\":\"cql2-text\",\"filter\":\"%s\"}";
    assertThat(API.post(API.publicUrl() + "/search", body.formatted(good)).statusCode())
        .isEqualTo(200);
    refused(API.post(API.publicUrl() + "/search", body.formatted(bad)), 400, "filter", "100000");
  }

  @Test
  void refusesANestingOfMoreThanTwoHundredInCql2Text() {
    String deep = "NOT ".repeat(300) + "id = 'a'";
    String body = "{\"filter-lang\":\"cql2-text\",\"filter\":\"%s\"}".formatted(deep);
    refused(API.post(API.publicUrl() + "/search", body), 400, "nested deeper than 200");
  }

  private static HttpResponse<String> bulk(String lines) {
    return API.send(
        "POST",
        API.internalUrl() + "/collections/demo/bulk_items?mode=insert",
        lines,
        "Authorization",
        "Bearer " + RunningApi.TOKEN,
        "Content-Type",
        "application/x-ndjson");
  }

  @Test
  void refusesALineOfMoreThan16Mebibytes() {
    refused(bulk("x".repeat((16 << 20) + 1)), 413, "line 1 ", "16777216");
  }

  @Test
  void tellsTheFirstThousandLinesThatWereRejectedAndCountsAll() {
    HttpResponse<String> answer = bulk("x\n".repeat(1_500) + text(point("a", 1, 1)));
    ObjectNode report = StacJson.parse(answer.body());
    assertThat(report.path("written").asInt()).isEqualTo(1);
    assertThat(report.path("rejected").asInt()).isEqualTo(1_500);
    assertThat(report.path("rejections").size()).isEqualTo(1_000);
  }

  /// Texts and patterns of LIKE that take a naive reader for ever, or its stack.
  @Test
  void longTextsAndPatternsTakeNeitherStackNorTime() {
    ObjectNode item = point("a", 1, 1);
    ((ObjectNode) item.get("properties")).put("title", "a".repeat(5_000));
    API.item(text(item));
    for (String filter :
        new String[] {
          "title = '" + "''".repeat(40_000) + "'",
          "S_INTERSECTS(geometry,BBOX(0,0,2,2)) AND title LIKE '" + "%a".repeat(500) + "%b'",
          "S_INTERSECTS(geometry,BBOX(0,0,2,2)) AND CASEI(title) LIKE '" + "%a".repeat(500) + "b'",
          String.join(" OR ", java.util.Collections.nCopies(9_000, "v=1"))
        }) {
      String body =
          StacJson.write(
              StacJson.newObject().put("filter-lang", "cql2-text").put("filter", filter));
      HttpResponse<String> answer = API.post(API.publicUrl() + "/search", body);
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400);
      assertThat(answer.body()).doesNotContain("\"id\":\"a\"");
    }
  }

  @Test
  void answersALongUriAndRefusesOneThatIsTooLong() {
    String point = "%7B%22type%22:%22MultiPoint%22,%22coordinates%22:[" + "[1,1],".repeat(4_000);
    String good = API.publicUrl() + "/search?intersects=" + point + "[1,1]]%7D";
    HttpResponse<String> answer = API.get(good);
    assertThat(answer.statusCode()).as(good.length() + " " + answer.body()).isEqualTo(200);
    refused(API.get(API.publicUrl() + "/search?ids=" + "x".repeat(200_000)), 414, "POST");
  }
}
