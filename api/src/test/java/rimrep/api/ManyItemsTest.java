package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Merge patches, ItemCollections and bulk streams.
class ManyItemsTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String ITEMS = "/collections/demo/items";

  @BeforeEach
  void collection() {
    API.collection("demo");
  }

  @Test
  @DisplayName(
      "PATCH item: RFC 7386 on the locked row, result validated in full. null removes a member, so {\"properties\":{\"datetime\":null}} is 400: use PUT")
  void patchMergesRemovesAndIsValidatedInFull() {
    API.item(text(point("a", 1, 1)));
    var patched = API.write("PATCH", ITEMS + "/a", "{\"properties\":{\"v\":1.0,\"title\":\"t\"}}");
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(200);
    assertThat(patched.body()).contains("\"v\":1.0");
    API.write("PATCH", ITEMS + "/a", "{\"properties\":{\"title\":null}}");
    ObjectNode now = StacJson.parse(API.get(API.publicUrl() + ITEMS + "/a").body());
    assertThat(now.at("/properties/v").toString()).isEqualTo("1.0");
    assertThat(now.at("/properties").has("title")).isFalse();
    String removed = "{\"properties\":{\"datetime\":null}}";
    assertThat(API.write("PATCH", ITEMS + "/a", removed).statusCode()).isEqualTo(400);
    assertThat(API.write("PATCH", ITEMS + "/a", "{\"id\":\"b\"}").statusCode()).isEqualTo(400);
    assertThat(API.write("PATCH", ITEMS + "/none", "{}").statusCode()).isEqualTo(404);
    assertThat(API.write("PATCH", ITEMS + "/a", "{}", "If-Match", "\"x\"").statusCode())
        .isEqualTo(412);
    assertThat(API.write("PATCH", "/collections/demo", "{\"title\":\"New\"}").body())
        .contains("\"title\":\"New\"");
  }

  @Test
  @DisplayName("32 writers PATCH one item, each adding a member: all 32 are there")
  void thirtyTwoWritersPatchOneItemAndAllMembersAreThere() throws Exception {
    API.item(text(point("a", 1, 1)));
    var tasks = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 32; i++) {
      String patch = "{\"properties\":{\"w" + i + "\":" + i + "}}";
      tasks.add(() -> API.write("PATCH", ITEMS + "/a", patch).statusCode());
    }
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> status : pool.invokeAll(tasks)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }
    ObjectNode now = StacJson.parse(API.get(API.publicUrl() + ITEMS + "/a").body());
    for (int i = 0; i < 32; i++) {
      assertThat(now.at("/properties/w" + i).asInt(-1)).isEqualTo(i);
    }
  }

  @Test
  @DisplayName(
      "POST ItemCollection: one transaction, all or nothing; 201 without Location; else the problem lists every bad item")
  void itemCollectionIsAllOrNothing() {
    API.item(text(point("b", 1, 1)));
    var created = API.write("POST", ITEMS, features(point("a", 1, 1), point("c", 1, 1)));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).isEmpty();
    var conflict = API.write("POST", ITEMS, features(point("d", 1, 1), point("b", 1, 1)));
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(conflict.body()).contains("b");
    ObjectNode wrong = point("x", 1, 1);
    wrong.remove("bbox");
    ObjectNode alsoWrong = point("y", 1, 1);
    alsoWrong.remove("assets");
    var invalid = API.write("POST", ITEMS, features(point("e", 1, 1), wrong, alsoWrong));
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(invalid.body()).contains("Item[id=x]").contains("Item[id=y]");
    assertThat(API.search("limit=100")).containsExactly("a", "b", "c");
    assertThat(
            API.write("POST", ITEMS, "{\"type\":\"FeatureCollection\",\"features\":[]}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  @DisplayName(
      "POST /collections/{id}/bulk_items?mode=insert|upsert: NDJSON stream, committed per 1 000; answers counts and each rejected line with its reason")
  void bulkWritesWhatIsRightAndReportsTheRest() {
    API.item(text(point("i1", 1, 1)));
    ObjectNode wrong = point("wrong", 1, 1);
    wrong.remove("bbox");
    String lines =
        IntStream.range(0, 1500)
                .mapToObj(i -> text(point("i" + i, 1, 1)))
                .collect(Collectors.joining("\n"))
            + "\n\n{broken\n"
            + text(wrong)
            + "\n"
            + text(point("other", 1, 1).put("collection", "x"));
    ObjectNode report = bulk("insert", lines);
    assertThat(report.path("received").asInt()).isEqualTo(1503);
    assertThat(report.path("written").asInt()).isEqualTo(1499);
    assertThat(report.path("rejected").asInt()).isEqualTo(4);
    assertThat(report.path("rejections").toString())
        .contains("\"line\":2,\"id\":\"i1\",\"reason\":\"exists\"")
        .contains("\"line\":1501")
        .contains("Item[id=wrong]")
        .contains("expected demo");
    assertThat(API.search("limit=1000")).hasSize(1500);
    String again = text(point("i0", 1, 1)) + "\n" + text(point("i1", 2, 2));
    ObjectNode upsert = bulk("upsert", again);
    assertThat(upsert.path("written").asInt()).isEqualTo(1);
    assertThat(upsert.path("unchanged").asInt()).isEqualTo(1);
    assertThat(API.search("bbox=2,2,2,2")).containsExactly("i1");
    for (String path :
        List.of("demo/bulk_items", "demo/bulk_items?mode=x", "none/bulk_items?mode=insert")) {
      assertThat(send("/collections/" + path, again).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  @DisplayName("committed per 1 000: what was committed before a failure stays")
  void whatWasCommittedBeforeAFailureStays() {
    String lines =
        IntStream.range(0, 2_500)
            .mapToObj(i -> text(point("i" + i, 1, 1)))
            .collect(Collectors.joining("\n"));
    String tooLong = "x".repeat((16 << 20) + 1);
    var answer = send("/collections/demo/bulk_items?mode=insert", lines + "\n" + tooLong);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
    assertThat(answer.body()).contains("line 2501");
    assertThat(API.search("limit=10000")).hasSize(2_000);
  }

  private static ObjectNode bulk(String mode, String lines) {
    var response = send("/collections/demo/bulk_items?mode=" + mode, lines);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return StacJson.parse(response.body());
  }

  private static java.net.http.HttpResponse<String> send(String path, String lines) {
    return API.send(
        "POST",
        API.internalUrl() + path,
        lines,
        "Authorization",
        "Bearer " + RunningApi.TOKEN,
        "Content-Type",
        "application/x-ndjson");
  }

  private static String features(ObjectNode... items) {
    ObjectNode json = StacJson.newObject().put("type", "FeatureCollection");
    var array = json.putArray("features");
    for (ObjectNode item : items) {
      array.add(item);
    }
    return StacJson.write(json);
  }
}
