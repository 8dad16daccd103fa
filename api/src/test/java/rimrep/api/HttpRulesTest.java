package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// What HTTP, OGC API Features and STAC Transactions ask beside the documents themselves.
class HttpRulesTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String ITEMS = "/collections/demo/items";

  @BeforeEach
  void collection() {
    API.collection("demo");
  }

  private static String etag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElseThrow();
  }

  private static ObjectNode without(ObjectNode item, String... names) {
    item.remove(List.of(names));
    return item;
  }

  /// STAC Transaction: "must populate the collection field in the Item from the URI".
  @Test
  void theCollectionThatAnItemLeavesOutIsThatOfThePath() {
    HttpResponse<String> one =
        API.write("POST", ITEMS, text(without(point("a", 1, 1), "collection", "links")));
    assertThat(one.statusCode()).as(one.body()).isEqualTo(201);
    assertThat(StacJson.parse(one.body()).path("collection").asString()).isEqualTo("demo");
    String list =
        "{\"type\":\"FeatureCollection\",\"features\":["
            + text(without(point("b", 1, 1), "collection"))
            + "]}";
    assertThat(API.write("POST", ITEMS, list).statusCode()).isEqualTo(201);
    HttpResponse<String> put =
        API.write("PUT", ITEMS + "/a", text(without(point("a", 2, 2), "collection", "id")));
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    assertThat(API.search("sortby=id&collections=demo")).containsExactly("a", "b");
    assertThat(API.search("bbox=2,2,2,2")).containsExactly("a");
    assertThat(API.write("POST", ITEMS, text(point("c", 1, 1).putNull("collection"))).statusCode())
        .isEqualTo(400);
  }

  @Test
  void anItemCollectionOfOneIsAnsweredAsOneOfMany() {
    String list = "{\"type\":\"FeatureCollection\",\"features\":[" + text(point("a", 1, 1)) + "]}";
    HttpResponse<String> answer = API.write("POST", ITEMS, list);
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location").orElse("")).isEmpty();
    assertThat(API.write("POST", ITEMS, "{\"type\":\"FeatureCollection\",\"features\":[]}"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(400);
  }

  @Test
  void preconditionsMayNameManyVersionsAndNone() {
    API.item(text(point("a", 1, 1)));
    String etag = etag(API.write("GET", ITEMS + "/a", ""));
    String other = text(point("a", 2, 2));
    for (String none : List.of("*", etag, "W/" + etag, "\"x\", " + etag)) {
      assertThat(API.write("PUT", ITEMS + "/a", other, "If-None-Match", none).statusCode())
          .as(none)
          .isEqualTo(412);
    }
    assertThat(API.write("PUT", ITEMS + "/a", other, "If-Match", "W/" + etag).statusCode())
        .as("If-Match compares strongly")
        .isEqualTo(412);
    assertThat(API.write("DELETE", ITEMS + "/a", "", "If-None-Match", "*").statusCode())
        .isEqualTo(412);
    assertThat(API.write("PUT", ITEMS + "/a", other, "If-Match", "x").statusCode()).isEqualTo(400);
    var put = API.write("PUT", ITEMS + "/a", other, "If-Match", "\"x\", " + etag);
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(
            API.write("PATCH", ITEMS + "/a", "{\"properties\":{\"n\":1}}", "If-Match", "*")
                .statusCode())
        .isEqualTo(200);
    assertThat(API.write("PUT", ITEMS + "/none", other, "If-Match", "*").statusCode())
        .isIn(400, 404);
  }

  @Test
  void aJsonPatchAndACompressedBodyAreRefusedByTheirKind() {
    API.item(text(point("a", 1, 1)));
    HttpResponse<String> patch =
        API.send(
            "PATCH",
            API.internalUrl() + ITEMS + "/a",
            "[{\"op\":\"remove\",\"path\":\"/properties/v\"}]",
            "Authorization",
            "Bearer " + RunningApi.TOKEN,
            "Content-Type",
            "application/json-patch+json");
    assertThat(patch.statusCode()).isEqualTo(415);
    assertThat(patch.headers().firstValue("Accept-Patch").orElse(""))
        .contains("application/merge-patch+json");
    for (String path : List.of(ITEMS, "/collections/demo/bulk_items?mode=insert")) {
      HttpResponse<String> packed =
          API.send(
              "POST",
              API.internalUrl() + path,
              text(point("b", 1, 1)),
              "Authorization",
              "Bearer " + RunningApi.TOKEN,
              "Content-Type",
              path.equals(ITEMS) ? "application/json" : "application/x-ndjson",
              "Content-Encoding",
              "gzip");
      assertThat(packed.statusCode()).as(path).isEqualTo(415);
      assertThat(packed.body()).contains("Content-Encoding");
    }
  }

  @Test
  void cachesKeepCompressedAnswersApart() {
    HttpResponse<String> landing = API.get(API.publicUrl(), "Accept-Encoding", "gzip");
    assertThat(landing.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(String.join(",", landing.headers().allValues("Vary")))
        .contains("Accept-Encoding", "Authorization");
  }

  /// RFC 9111 section 4.3.4: a cache takes over the headers of a 304 for what it has stored.
  @Test
  void anAnswerWithoutABodySaysNothingElseOfItsType() {
    API.item(text(point("a", 1, 1)));
    for (String path : List.of("/collections/demo", ITEMS + "/a")) {
      HttpResponse<String> whole = API.get(API.publicUrl() + path);
      HttpResponse<String> known = API.get(API.publicUrl() + path, "If-None-Match", etag(whole));
      assertThat(known.statusCode()).isEqualTo(304);
      for (String header : List.of("Content-Type", "ETag", "Vary")) {
        assertThat(known.headers().allValues(header))
            .as(header)
            .isEqualTo(whole.headers().allValues(header));
      }
    }
    HttpResponse<String> options = API.send("OPTIONS", API.publicUrl() + "/search", "");
    assertThat(options.headers().firstValue("Content-Type")).isEmpty();
  }

  @Test
  void whatIsAskedTwiceOrInTheWrongPlaceIsRefused() {
    API.item(text(point("a", 1, 1)));
    HttpResponse<String> query = API.post(API.publicUrl() + "/search?limit=1", "{}");
    assertThat(query.statusCode()).isEqualTo(400);
    assertThat(query.body()).contains("limit");
    String fields = "{\"fields\":{\"includes\":[\"id\"]}}";
    HttpResponse<String> misspelt = API.post(API.publicUrl() + "/search", fields);
    assertThat(misspelt.statusCode()).isEqualTo(400);
    assertThat(misspelt.body()).contains("includes");
    HttpResponse<String> modes =
        API.send(
            "POST",
            API.internalUrl() + "/collections/demo/bulk_items?mode=insert&mode=upsert",
            text(point("b", 1, 1)),
            "Authorization",
            "Bearer " + RunningApi.TOKEN,
            "Content-Type",
            "application/x-ndjson");
    assertThat(modes.statusCode()).isEqualTo(400);
    assertThat(modes.body()).contains("insert, upsert");
    assertThat(API.search("&&limit=1&")).as("an ampersand too many").containsExactly("a");
    assertThat(API.get(API.publicUrl() + "/search?=1").statusCode()).isEqualTo(400);
    assertThat(API.get(API.publicUrl() + "/conformance?&").statusCode()).isEqualTo(200);
  }

  /// A plus sign in a query means a space; in a zone it can only have been meant.
  @Test
  void aPlusSignThatIsNotEncodedMeansItselfInATime() {
    API.item(text(point("a", 1, 1)));
    for (String time :
        List.of(
            "2024-06-01T10:00:00+10:00",
            "2024-06-01T10:00:00+10:00/2024-06-02T00:00:00+00:00",
            "../2024-06-01T10:00:00+10:00",
            "2024-06-01T10:00:00%2B10:00")) {
      assertThat(API.search("datetime=" + time)).as(time).containsExactly("a");
    }
    assertThat(API.get(API.publicUrl() + "/search?datetime=2024-06-01+00:00:00Z").statusCode())
        .isEqualTo(400);
  }

  /// OGC API Features part 1, requirement query-param-unknown.
  @Test
  void parametersThatAnOperationDoesNotKnowAreRefusedByName() {
    API.item(text(point("a", 1, 1)));
    for (String path :
        List.of(
            "/conformance",
            "/collections",
            "/collections/demo",
            ITEMS,
            ITEMS + "/a",
            "/search",
            "/queryables",
            "/sortables",
            "/collections/demo/queryables",
            "/collections/demo/sortables")) {
      HttpResponse<String> answer = API.get(API.publicUrl() + path + "?unknown=1");
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.body()).as(path).contains("unknown");
    }
  }
}
