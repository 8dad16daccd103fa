package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// What is wrong is answered with 4xx and a problem body that says what, never with 5xx, and
/// changes nothing.
class BadInputTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String ITEMS = "/collections/demo/items";

  /// Values that break parsers, databases and memories.
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0000b",
          "\ud800",
          "\uffff",
          "'",
          "''; drop table item; --",
          "\\",
          "\\\\",
          "%",
          "_",
          "${jndi:x}",
          "$1",
          "?",
          "{\"a\":1}",
          "[1]",
          "null",
          "true",
          "-1",
          "0",
          "1e400",
          "1e-400",
          "NaN",
          "Infinity",
          "9".repeat(500),
          "1,2,3,1e400",
          "0,0,1e-999,1",
          "a".repeat(3_000),
          "(".repeat(1_000),
          "NOT ".repeat(1_000) + "v = 1",
          "9999-12-31T23:59:59.999999999Z",
          "0000-01-01T00:00:00Z/..",
          "99999-01-01T00:00:00Z",
          "-",
          "+",
          "--v",
          "v,v,v",
          ":*&|!<->",
          "../../etc/passwd",
          "\r\nX-Evil: 1",
          "T_AFTER(datetime, TIMESTAMP('0000-01-01T00:00:00Z'))",
          "v = 1e400",
          "v LIKE '\\'",
          "v = '\u0000'",
          "S_INTERSECTS(geometry, POINT(1e400 1))",
          "S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))",
          "S_INTERSECTS(geometry, BBOX(0, 0, 1e300, 1))");

  private String before = "";

  @BeforeEach
  void items() {
    API.collection("demo");
    ObjectNode item = point("a", 1, 1);
    ((ObjectNode) item.get("properties")).put("v", 1);
    API.item(text(item));
    before = stored();
  }

  private static String stored() {
    return API.write("GET", "/search?limit=100", "").body()
        + API.write("GET", "/collections?limit=100", "").body();
  }

  private void refused(HttpResponse<String> answer, int status, String... says) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    ObjectNode problem = StacJson.parse(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotEmpty();
    assertThat(problem.path("code").asString()).isNotEmpty();
    assertThat(problem.path("description").asString()).isEqualTo(problem.path("detail").asString());
    for (String said : says) {
      assertThat(problem.path("detail").asString()).contains(said);
    }
    assertThat(stored()).as("nothing changed").isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit",
        "bbox",
        "datetime",
        "intersects",
        "ids",
        "collections",
        "sortby",
        "fields",
        "filter",
        "query",
        "q",
        "token",
        "filter-lang",
        "filter-crs",
        "unknown"
      })
  void noParameterOfASearchMakesItFail(String name) {
    for (String value : NASTY) {
      String query = "?" + name + "=" + RunningApi.encode(value);
      var answers = new ArrayList<HttpResponse<String>>();
      answers.add(API.get(API.publicUrl() + "/search" + query));
      answers.add(API.get(API.publicUrl() + ITEMS + query));
      answers.add(API.get(API.publicUrl() + "/collections" + query));
      answers.add(post(StacJson.newObject().put(name, value)));
      ObjectNode list = StacJson.newObject();
      list.putArray(name).add(value).add(1).addNull();
      answers.add(post(list));
      ObjectNode inside = StacJson.newObject();
      inside.putObject(name).put(value, value).put("v", value).putNull("type");
      answers.add(post(inside));
      for (var answer : answers) {
        assertThat(answer.statusCode())
            .as(name + "=" + value + ": " + answer.body())
            .isIn(200, 400);
      }
    }
    assertThat(stored()).isEqualTo(before);
  }

  private static HttpResponse<String> post(ObjectNode body) {
    return API.post(API.publicUrl() + "/search", StacJson.write(body));
  }

  @Test
  void noPartOfAPathMakesItFail() {
    for (String value : NASTY) {
      String id = RunningApi.encode(value).replaceAll("^(\\.+)$", "x");
      for (String path :
          List.of(
              "/" + id,
              "/collections/" + id,
              "/collections/" + id + "/items",
              "/collections/" + id + "/queryables",
              "/collections/demo/items/" + id)) {
        var answer = API.get(API.publicUrl() + path);
        assertThat(answer.statusCode()).as(path + answer.body()).isIn(200, 308, 400, 404);
      }
    }
  }

  @Test
  void noHeaderMakesItFail() {
    for (String value : NASTY) {
      if (!value.chars().allMatch(c -> c >= ' ' && c < 127)) {
        continue;
      }
      for (String name :
          List.of("Accept", "If-None-Match", "X-Request-Id", "Accept-Encoding", "Range")) {
        var answer = API.get(API.publicUrl() + ITEMS + "/a", name, value);
        assertThat(answer.statusCode()).as(name + ": " + value).isIn(200, 206, 304, 400, 416);
      }
      var answer = API.write("DELETE", ITEMS + "/a", "", "If-Match", value);
      assertThat(answer.statusCode()).as("If-Match: " + value).isIn(400, 412);
    }
    assertThat(stored()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-06-01",
        "2024-06-01T00:00:00",
        "/",
        "../..",
        "2024-06-01T00:00:61Z",
        "2024-06-02T00:00:00Z/2024-06-01T00:00:00Z",
        "2024-06-01T00:00:00+0100",
        "2024-06-01T00:00:00,5Z"
      })
  void aTimeThatIsNoneIsRefusedEverywhere(String datetime) {
    String query = "?datetime=" + RunningApi.encode(datetime);
    refused(API.get(API.publicUrl() + "/search" + query), 400, "datetime");
    refused(API.get(API.publicUrl() + ITEMS + query), 400, "datetime");
    refused(API.get(API.publicUrl() + "/collections" + query), 400, "datetime");
    refused(post(StacJson.newObject().put("datetime", datetime)), 400, "datetime");
    if (!datetime.contains("/")) {
      String item = text(Documents.at(point("b", 1, 1), datetime));
      refused(API.write("POST", ITEMS, item), 400, "/properties/datetime");
      refused(API.write("PUT", ITEMS + "/a", item.replace("\"b\"", "\"a\"")), 400, "datetime");
      String patch = "{\"properties\":{\"datetime\":\"" + datetime + "\"}}";
      refused(API.write("PATCH", ITEMS + "/a", patch), 400, "datetime");
    }
  }

  @Test
  void badCql2IsRefusedWithItsPosition() {
    for (String filter : List.of("v = ", "v == 1", "(v = 1", "v = 1 v", "v IN ()", "LIKE 'a'")) {
      String query = "/search?filter=" + RunningApi.encode(filter);
      refused(API.get(API.publicUrl() + query), 400, "position");
    }
    refused(API.get(API.publicUrl() + "/search?filter=SHOUT(v)"), 400, "SHOUT");
    refused(API.get(API.publicUrl() + "/search?filter=nonsense=1"), 400, "nonsense");
    String json = "{\"filter\":{\"op\":\"shout\",\"args\":[{\"property\":\"v\"}]}}";
    refused(API.post(API.publicUrl() + "/search", json), 400, "shout");
  }

  @Test
  void anUnknownCollectionHasNoItemsAndIsNotFound() {
    assertThat(API.search("collections=nothing")).isEmpty();
    refused(API.get(API.publicUrl() + "/collections/nothing/items"), 404, "nothing");
    refused(
        API.write(
            "POST",
            "/collections/nothing/items",
            text(point("b", 1, 1).put("collection", "nothing"))),
        404,
        "nothing");
    refused(API.write("PUT", "/collections/nothing", Documents.collection("nothing")), 404);
  }

  @Test
  void recursionTenThousandDeepIsRefused() {
    String json = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    String list = "[".repeat(10_000) + "]".repeat(10_000);
    String parts = "{\"type\":\"GeometryCollection\",\"geometries\":[".repeat(10_000);
    String not = "{\"op\":\"not\",\"args\":[".repeat(10_000) + "true" + "]}".repeat(10_000);
    for (String body : List.of(json, list, "{\"x\":" + list + "}", "{\"intersects\":" + parts)) {
      refused(API.post(API.publicUrl() + "/search", body), 400);
      refused(API.write("POST", ITEMS, body), 400);
      refused(API.write("PATCH", ITEMS + "/a", body), 400);
    }
    refused(API.post(API.publicUrl() + "/search", "{\"filter\":" + not + "}"), 400);
    for (String filter :
        List.of(
            "(".repeat(10_000) + "v = 1" + ")".repeat(10_000),
            "NOT ".repeat(10_000) + "v = 1",
            "v = 1" + " AND v = 1".repeat(1_000_000))) {
      ObjectNode body = StacJson.newObject().put("filter-lang", "cql2-text").put("filter", filter);
      refused(post(body), 400, "filter");
    }
  }

  @Test
  void aBodyOfAHundredMegabytesIsRefusedBeforeItIsRead() throws IOException {
    for (String path : List.of(ITEMS, "/search", "/collections")) {
      assertThat(announced(path, 100L * 1024 * 1024)).as(path).contains(" 413 ");
    }
    assertThat(stored()).isEqualTo(before);
  }

  /// The status line for a body that is announced and never sent.
  private static String announced(String path, long bytes) throws IOException {
    URI api = URI.create(API.internalUrl());
    try (var socket = new Socket(api.getHost(), api.getPort())) {
      socket.setSoTimeout(60_000);
      String head =
          "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n"
              + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n";
      String request = head.formatted(path, api.getAuthority(), RunningApi.TOKEN, bytes);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      var line = new StringBuilder();
      for (int b = socket.getInputStream().read(); b >= 0 && b != '\n'; ) {
        line.append((char) b);
        b = socket.getInputStream().read();
      }
      return line.toString();
    }
  }

  @Test
  void aWrongContentTypeIsRefused() {
    for (String type : List.of("text/plain", "application/xml", "multipart/form-data", "x")) {
      refused(API.send("POST", API.publicUrl() + "/search", "{}", "Content-Type", type), 415, type);
      for (String path :
          List.of(ITEMS, "/collections", "/collections/demo/bulk_items?mode=insert")) {
        refused(
            API.send(
                "POST",
                API.internalUrl() + path,
                text(point("b", 1, 1)),
                "Content-Type",
                type,
                "Authorization",
                "Bearer " + RunningApi.TOKEN),
            415,
            type);
      }
    }
  }

  @Test
  void whatIsNoJsonDocumentIsRefused() {
    for (String body :
        List.of(
            "{", "[]", "null", "1", "\"x\"", "{\"a\":1,\"a\":2}", "{}{}", "\ufeff{}", "{'a':1}")) {
      refused(API.write("POST", ITEMS, body), 400);
      refused(API.write("POST", "/collections", body), 400);
      refused(API.write("PUT", ITEMS + "/a", body), 400);
      if (!body.equals("\ufeff{}")) {
        refused(API.post(API.publicUrl() + "/search", body), 400);
      }
    }
  }

  @Test
  void aStaleOrForgedTokenIsRefused() {
    API.item(text(point("b", 1, 1)));
    before = stored();
    String first = API.get(API.publicUrl() + "/search?limit=1").body();
    String next = RunningApi.link(StacJson.parse(first), "next");
    String token = next.substring(next.indexOf("token=") + 6);
    String flipped = (token.charAt(0) == 'A' ? "B" : "A") + token.substring(1);
    for (String forged : List.of(flipped, token + "AAAA", "AAAA", "!", token.substring(4))) {
      refused(API.get(API.publicUrl() + "/search?limit=1&token=" + forged), 400, "token");
      refused(API.get(API.publicUrl() + ITEMS + "?limit=1&token=" + forged), 400, "token");
      refused(API.get(API.publicUrl() + "/collections?token=" + forged), 400, "token");
    }
    for (String other : List.of("sortby=id", "ids=a", "bbox=0,0,2,2", "q=x", "filter=v=1")) {
      refused(
          API.get(API.publicUrl() + "/search?limit=1&" + other + "&token=" + token), 400, "token");
    }
  }
}
