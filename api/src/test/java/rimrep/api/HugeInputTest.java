package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.at;
import static rimrep.api.Documents.limited;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// What is larger than PostgreSQL, JTS or a double can hold: a 4xx says so, and one document never
/// spoils the searches of others.
class HugeInputTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String ITEMS = "/collections/demo/items";
  private static final List<String> NUMBERS =
      List.of("1e300", "-1e200000", "1e-200000", "1e999999999", "1e2147483648", "1e-2147483648");

  @BeforeEach
  void items() {
    API.collection("demo");
    ObjectNode item = point("a", 1, 1);
    ((ObjectNode) item.get("properties")).put("v", 1).putArray("list").add(1);
    API.item(text(item));
  }

  private static void refused(HttpResponse<String> answer, String... says) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    for (String said : says) {
      assertThat(StacJson.parse(answer.body()).path("detail").asString("")).contains(said);
    }
  }

  private static HttpResponse<String> search(String body) {
    return API.post(API.publicUrl() + "/search", body);
  }

  @Test
  void numbersThatNobodyComparesAreRefused() {
    for (String number : NUMBERS) {
      for (String op : List.of("=", "<>", "<", ">=")) {
        String args = "\"args\":[{\"property\":\"v\"}," + number + "]";
        refused(search("{\"filter\":{\"op\":\"" + op + "\"," + args + "}}"));
      }
      for (String op : List.of("between", "in")) {
        String args = op.equals("in") ? "[1," + number + "]" : "1," + number;
        refused(
            search(
                "{\"filter\":{\"op\":\"%s\",\"args\":[{\"property\":\"v\"},%s]}}"
                    .formatted(op, args)));
      }
      refused(search("{\"query\":{\"v\":{\"gt\":" + number + "}}}"));
      refused(search("{\"query\":{\"list\":{\"eq\":[" + number + "]}}}"));
    }
    refused(search("{\"query\":{\"list\":{\"eq\":[\"\\u0000\"]}}}"), "list");
    assertThat(API.search("filter=v%20%3C%201e298")).containsExactly("a");
  }

  @Test
  void hugeNumbersInDocumentsAreKeptOrRefused() {
    for (String number : NUMBERS) {
      String item =
          text(point("n", 2, 2)).replace("\"datetime\"", "\"v\":" + number + ",\"datetime\"");
      HttpResponse<String> answer = API.write("POST", ITEMS, item);
      assertThat(answer.statusCode()).as(number).isIn(201, 400);
      if (answer.statusCode() == 201) {
        assertThat(API.get(API.publicUrl() + ITEMS + "/n").body()).contains("\"v\":" + number);
        assertThat(API.search("sortby=v")).containsExactly("a", "n");
        assertThat(API.write("DELETE", ITEMS + "/n", "").statusCode()).isEqualTo(204);
      }
      String box = text(point("n", 2, 2)).replace("[2.0,2.0,2.0,2.0]", "[2,2,2," + number + "]");
      assertThat(API.write("POST", ITEMS, box).statusCode()).isIn(201, 400);
      API.write("DELETE", ITEMS + "/n", "");
      String place = text(point("n", 2, 2)).replace("[2.0,2.0]", "[2.0,2.0," + number + "]");
      assertThat(API.write("POST", ITEMS, place).statusCode()).isIn(201, 400);
      API.write("DELETE", ITEMS + "/n", "");
      for (String asked : List.of("[0,0,1," + number + "]", "[0,0,0,1,1," + number + "]")) {
        assertThat(search("{\"bbox\":" + asked + "}").statusCode()).as(asked).isIn(200, 400);
      }
      String shape = "{\"type\":\"Point\",\"coordinates\":[1," + number + "]}";
      assertThat(search("{\"intersects\":" + shape + "}").statusCode()).isIn(200, 400);
      String extent = Documents.collection("c" + number).replace("155.0", number);
      assertThat(API.write("POST", "/collections", extent).statusCode()).isIn(201, 400);
    }
    for (String query : List.of("bbox=0,0,1,1", "filter=S_INTERSECTS(geometry,POINT(1%201))")) {
      assertThat(API.get(API.publicUrl() + "/collections?" + query).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void textsLongerThanFreeTextCanHoldAreRefused() {
    String words =
        IntStream.range(0, 83_000)
            .mapToObj(i ->
                Character.toString(0x4e00 + i % 20_000) + Character.toString(0xac00 + i / 20_000))
            .collect(Collectors.joining(" "));
    ObjectNode item = point("long", 1, 1);
    ((ObjectNode) item.get("properties")).put("description", words);
    API.item(text(item));
    ObjectNode longer = point("longer", 1, 1);
    ((ObjectNode) longer.get("properties")).put("description", "x ".repeat(125_001));
    refused(API.write("POST", ITEMS, text(longer)), "/description", "250000");
    ObjectNode collection = StacJson.parse(Documents.collection("c"));
    collection.put("description", "x ".repeat(125_001));
    refused(API.write("POST", "/collections", StacJson.write(collection)), "/description");
  }

  @Test
  void idsAndRolesThatNoIndexHoldsAreRefused() {
    String id = "é".repeat(300) + "漢".repeat(166);
    ObjectNode collection = StacJson.parse(Documents.collection("c")).put("id", id);
    assertThat(API.write("POST", "/collections", StacJson.write(collection)).statusCode())
        .isEqualTo(201);
    API.item(text(point(id, 1, 1).put("collection", id)));
    assertThat(API.search("collections=" + RunningApi.encode(id))).containsExactly(id);
    refused(
        API.write(
            "POST",
            "/collections/" + RunningApi.encode(id) + "/items",
            text(point("漢".repeat(512), 1, 1).put("collection", id))),
        "/id",
        "2300");
    ObjectNode many = limited(point("roles", 1, 1));
    IntStream.range(0, 200)
        .forEach(i -> many.get("properties").withArray("rimrep:roles").add("role-number-" + i));
    refused(API.write("POST", ITEMS, text(many)), "rimrep:roles", "2300");
    ObjectNode closed = StacJson.parse(Documents.limitedCollection("closed", "hidden"));
    closed.set("rimrep:roles", many.get("properties").get("rimrep:roles"));
    refused(API.write("POST", "/collections", StacJson.write(closed)), "rimrep:roles");
  }

  @Test
  void listsWithoutEndAreRefused() {
    String words = "\"x\"" + ",\"x\"".repeat(100);
    refused(search("{\"q\":[" + words + "]}"), "q", "101");
    refused(search("{\"q\":[\"" + "x ".repeat(5_001) + "y\"]}"), "q", "10000");
    String keys = "{\"field\":\"id\"}" + ",{\"field\":\"id\"}".repeat(100);
    refused(search("{\"sortby\":[" + keys + "]}"), "sortby", "101");
    String properties =
        IntStream.range(0, 501)
            .mapToObj(i -> "\"p" + i + "\":{\"eq\":1}")
            .collect(Collectors.joining(","));
    refused(search("{\"query\":{" + properties + "}}"), "501 properties");
    refused(
        API.get(
            API.publicUrl() + "/collections?query=" + RunningApi.encode("{" + properties + "}")),
        "501 properties");
    String in = "\"v\":{\"in\":[1" + ",1".repeat(60_000) + "]}";
    refused(search("{\"query\":{" + in + "}}"), "query", "100000");
  }

  @Test
  void listsAsLongAsAFilterMayBeAreAnswered() {
    String ones = "1" + ",1".repeat(49_000);
    for (String filter :
        List.of(
            "v IN (" + ones + ")",
            "v IN (" + ones + ") OR false",
            "NOT v IN (2" + ",2".repeat(49_000) + ")",
            "id IN ('x','a') OR v IN ('1'" + ",''".repeat(30_000) + ")")) {
      ObjectNode body = StacJson.newObject().put("filter-lang", "cql2-text").put("filter", filter);
      assertThat(API.searchByPost(StacJson.write(body)))
          .as(filter.substring(0, 20))
          .containsExactly("a");
    }
    String mixed = "NOT v IN ('x'" + ",2".repeat(49_000) + ")";
    ObjectNode body = StacJson.newObject().put("filter-lang", "cql2-text").put("filter", mixed);
    refused(search(StacJson.write(body)), "filter", "65535");
  }

  @Test
  void timesAtTheEndsOfTheCalendarAreTheSameOneByOneAndTogether() {
    List<String> times =
        List.of(
            "9999-12-31T23:59:59-10:00",
            "0000-01-01T00:00:00+10:00",
            "0001-01-01T00:00:00Z",
            "2024-06-01T23:59:00+23:59");
    for (int i = 0; i < times.size(); i++) {
      String time = times.get(i);
      API.item(text(at(point("one" + i, 1, 1), time)));
      String list = text(at(point("many" + i, 1, 1), time));
      var created =
          API.write("POST", ITEMS, "{\"type\":\"FeatureCollection\",\"features\":[" + list + "]}");
      assertThat(created.statusCode()).as(time + created.body()).isEqualTo(201);
      assertThat(API.search("sortby=id&datetime=" + RunningApi.encode(time)))
          .as(time)
          .contains("many" + i, "one" + i);
    }
    assertThat(API.search("sortby=-datetime&limit=1"))
        .containsExactly("many0", "one0", "a", "many3", "one3", "many2", "one2", "many1", "one1");
    ObjectNode collection = StacJson.parse(Documents.collection("c"));
    collection
        .withObject("/extent/temporal")
        .putArray("interval")
        .addArray()
        .add("2024-06-01T00:00:00+23:59")
        .addNull();
    assertThat(API.write("POST", "/collections", StacJson.write(collection)).statusCode())
        .isEqualTo(201);
    assertThat(API.get(API.publicUrl() + "/collections?datetime=2024-06-01T00:00:00Z").statusCode())
        .as("one collection spoils no search")
        .isEqualTo(200);
  }
}
