package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.limited;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.stac.Collection;
import rimrep.stac.Deleted;
import rimrep.stac.GeneratedLinks;
import rimrep.stac.Item;
import rimrep.stac.StacClient;
import rimrep.stac.StacJson;
import rimrep.stac.Written;
import tools.jackson.databind.node.ObjectNode;

/// Writes through the internal API.
class TransactionTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String ITEMS = "/collections/demo/items";

  @BeforeEach
  void collection() {
    API.collection("demo");
  }

  @Test
  @DisplayName(
      "What was sent comes back, less generated links: null members, empty objects, 1.0 as 1.0, member order, unknown members")
  void documentComesBackAsSentLessGeneratedLinks() {
    String sent =
        "{\"type\":\"Feature\",\"zz\":null,\"stac_version\":\"1.1.0\",\"id\":\"a\",\"geometry\":{\"type\":\"Point\","
            + "\"coordinates\":[1.0,1]},\"bbox\":[1.0,1,1.00,1e0],\"collection\":\"demo\",\"properties\":{\"step\":null,"
            + "\"datetime\":\"2024-06-01T00:00:00Z\",\"rimrep:access\":\"public\",\"empty\":{},\"n\":-0.50,"
            + "\"big\":12345678901234567890.125},\"links\":[{\"rel\":\"via\",\"href\":\"https://example.org\",\"x\":[]}],"
            + "\"assets\":{}}";
    API.item(sent);
    String got = API.get(API.publicUrl() + ITEMS + "/a").body();
    String own = "{\"rel\":\"via\"";
    int from = got.indexOf("\"links\":[") + "\"links\":[".length();
    assertThat(got.substring(0, from) + got.substring(got.indexOf(own))).isEqualTo(sent);
    ObjectNode json = StacJson.parse(got);
    for (String relation : List.of("self", "parent", "collection", "root")) {
      assertThat(API.get(RunningApi.link(json, relation)).statusCode()).as(relation).isEqualTo(200);
    }
    assertThat(RunningApi.link(json, "self")).isEqualTo(API.publicUrl() + ITEMS + "/a");
  }

  @Test
  @DisplayName(
      "PUT of a GET changes nothing: generated links (self, root, parent, collection, items, next, queryables...) are cut on write")
  void putOfAGetChangesNothing() {
    API.item(text(point("a", 1, 1)));
    var got = API.write("GET", ITEMS + "/a", "");
    var put = API.write("PUT", ITEMS + "/a", got.body());
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(etag(put)).isEqualTo(etag(got));
    assertThat(API.write("GET", ITEMS + "/a", "").body()).isEqualTo(got.body());
    var collection = API.write("GET", "/collections/demo", "");
    assertThat(etag(API.write("PUT", "/collections/demo", collection.body())))
        .isEqualTo(etag(collection));
    for (String path : List.of(ITEMS + "/a", "/collections/demo")) {
      String before = API.write("GET", path, "").body();
      ObjectNode more = StacJson.parse(before);
      for (String relation :
          List.of("self", "root", "parent", "collection", "items", "next", "prev", "queryables")) {
        more.withArray("links")
            .addObject()
            .put("rel", relation)
            .put("href", "https://other.example.org/" + relation);
      }
      var stored = API.write("PUT", path, StacJson.write(more));
      assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
      assertThat(API.write("GET", path, "").body()).as(path).isEqualTo(before);
    }
  }

  @Test
  @DisplayName("POST item: 201, Location, ETag; 409 if it exists")
  void createAnswersLocationAndETagAndRefusesASecondOne() {
    var created = API.write("POST", ITEMS, text(point("a", 1, 1)));
    assertThat(created.statusCode()).isEqualTo(201);
    String location = created.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo(API.internalUrl() + ITEMS + "/a");
    assertThat(etag(created)).matches("\"[0-9a-f]{32}\"");
    assertThat(etag(API.write("GET", ITEMS + "/a", ""))).isEqualTo(etag(created));
    assertThat(API.write("POST", ITEMS, text(point("a", 1, 1))).statusCode()).isEqualTo(409);
    assertThat(API.write("POST", "/collections", Documents.collection("demo")).statusCode())
        .isEqualTo(409);
    assertThat(API.write("POST", "/collections/none/items", item("a", "none")).statusCode())
        .isEqualTo(404);
  }

  @Test
  @DisplayName(
      "PUT item: 200, ETag; 404 if absent; 400 if id or collection differ from the path; equal content is no write and keeps the ETag")
  void putNeedsTheItemAndThePathMustAgree() {
    assertThat(API.write("PUT", ITEMS + "/a", text(point("a", 1, 1))).statusCode()).isEqualTo(404);
    API.item(text(point("a", 1, 1)));
    assertThat(API.write("PUT", ITEMS + "/a", text(point("b", 1, 1))).statusCode()).isEqualTo(400);
    assertThat(API.write("PUT", ITEMS + "/a", item("a", "other")).statusCode()).isEqualTo(400);
    var changed = API.write("PUT", ITEMS + "/a", text(point("a", 2, 2)));
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(API.search("bbox=2,2,2,2")).containsExactly("a");
    assertThat(API.search("bbox=1,1,1,1")).isEmpty();
    String row = "select xmin::text from item where id = 'a'";
    String written = API.postgres().query(row);
    var same = API.write("PUT", ITEMS + "/a", " " + text(point("a", 2, 2)) + "\n");
    assertThat(same.statusCode()).isEqualTo(200);
    assertThat(etag(same)).isEqualTo(etag(changed));
    assertThat(API.postgres().query(row)).as("nothing was written").isEqualTo(written);
  }

  @Test
  @DisplayName("If-Match differs: 412. If-None-Match on GET matches: 304")
  void ifMatchAndIfNoneMatchAreKept() {
    API.item(text(point("a", 1, 1)));
    String etag = etag(API.write("GET", ITEMS + "/a", ""));
    String other = text(point("a", 2, 2));
    assertThat(API.write("PUT", ITEMS + "/a", other, "If-Match", "\"x\"").statusCode())
        .isEqualTo(412);
    assertThat(API.write("DELETE", ITEMS + "/a", "", "If-Match", "\"x\"").statusCode())
        .isEqualTo(412);
    assertThat(API.write("PUT", ITEMS + "/a", other, "If-Match", etag).statusCode()).isEqualTo(200);
    String now = etag(API.write("GET", ITEMS + "/a", ""));
    var cached = API.get(API.publicUrl() + ITEMS + "/a", "If-None-Match", now);
    assertThat(cached.statusCode()).isEqualTo(304);
    assertThat(cached.body()).isEmpty();
    assertThat(API.get(API.publicUrl() + ITEMS + "/a", "If-None-Match", etag).statusCode())
        .isEqualTo(200);
  }

  @Test
  @DisplayName("DELETE item: 204; 404 if absent. A collection with items: 409")
  void deleteIsFinalAndACollectionWithItemsStays() {
    API.item(text(point("a", 1, 1)));
    assertThat(API.write("DELETE", "/collections/demo", "").statusCode()).isEqualTo(409);
    assertThat(API.write("DELETE", ITEMS + "/a", "").statusCode()).isEqualTo(204);
    assertThat(API.write("DELETE", ITEMS + "/a", "").statusCode()).isEqualTo(404);
    assertThat(API.write("DELETE", "/collections/demo", "").statusCode()).isEqualTo(204);
    assertThat(API.get(API.publicUrl() + "/collections/demo").statusCode()).isEqualTo(404);
  }

  @Test
  @DisplayName("Collections are stored as sent: their extents come from the pipeline")
  void collectionsAreStoredAsSentWhateverTheirItems() {
    var before = API.write("GET", "/collections/demo", "");
    API.item(text(Documents.at(point("far", -100, 60), "1900-01-01T00:00:00Z")));
    var after = API.write("GET", "/collections/demo", "");
    assertThat(after.body()).isEqualTo(before.body());
    assertThat(etag(after)).isEqualTo(etag(before));
    assertThat(StacJson.parse(after.body()).get("extent"))
        .isEqualTo(StacJson.parse(Documents.collection("demo")).get("extent"));
  }

  @Test
  void aWrongDocumentIsRefusedWithAllItsFaults() {
    ObjectNode wrong = point("a", 1, 1);
    wrong.putArray("bbox").add(1).add(2).add(3).add(4).add(5);
    wrong.remove("stac_version");
    ((ObjectNode) wrong.get("properties")).put("datetime", "2024-06-01");
    var response = API.write("POST", ITEMS, text(wrong));
    assertThat(response.statusCode()).isEqualTo(400);
    var errors = StacJson.parse(response.body()).path("errors");
    assertThat(errors.size()).isGreaterThanOrEqualTo(3);
    assertThat(response.body())
        .contains("Item[id=a]: /bbox")
        .contains("stac_version")
        .contains("/properties/datetime");
    for (String body : List.of("{", "[]", "{}", "{\"type\":\"FeatureCollection\"}", "\"x\"")) {
      assertThat(API.write("POST", ITEMS, body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(API.write("POST", ITEMS, "x".repeat(17 * 1024 * 1024)).statusCode()).isEqualTo(413);
    assertThat(
            API.send(
                    "POST",
                    API.internalUrl() + ITEMS,
                    text(point("a", 1, 1)),
                    "Authorization",
                    "Bearer " + RunningApi.TOKEN,
                    "Content-Type",
                    "text/plain")
                .statusCode())
        .isEqualTo(415);
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
    assertThat(API.write("POST", ITEMS, deep).statusCode()).isEqualTo(400);
  }

  @Test
  @DisplayName("Ids with :, /, ,, % or space work percent-encoded in paths and in POST lists")
  void oddIdsWorkInPathsAndLists() {
    for (String id : List.of("a:b", "a/b", "a,b", "100%", "a b", "ü", "..", "a+b", "%2F")) {
      API.item(text(point(id, 1, 1)));
      var response = API.get(API.publicUrl() + ITEMS + "/" + segment(id));
      assertThat(response.statusCode()).as(id).isEqualTo(200);
      ObjectNode json = StacJson.parse(response.body());
      assertThat(json.path("id").asString()).isEqualTo(id);
      assertThat(API.get(RunningApi.link(json, "self")).statusCode()).as(id).isEqualTo(200);
      assertThat(API.searchByPost("{\"ids\":[" + StacJson.write(json.get("id")) + "]}"))
          .containsExactly(id);
    }
  }

  @Test
  void theClientOfThisProjectWritesReadsAndPages() {
    var client =
        new StacClient(
            URI.create(API.internalUrl()), Optional.of(RunningApi.TOKEN), Duration.ofSeconds(10));
    var collection = Collection.parse(Documents.collection("other"));
    assertThat(client.put(collection)).isInstanceOf(Written.Created.class);
    assertThat(client.put(collection)).isInstanceOf(Written.Unchanged.class);
    ObjectNode document = limited(point("a", 1, 1)).put("collection", "other");
    assertThat(client.put(new Item(document))).isInstanceOf(Written.Created.class);
    assertThat(client.put(new Item(document))).isInstanceOf(Written.Unchanged.class);
    assertThat(client.put(new Item(document.put("x", 1)))).isInstanceOf(Written.Updated.class);
    Item stored = client.item("other", "a").orElseThrow();
    assertThat(GeneratedLinks.cut(stored.json())).isEqualTo(document);
    for (int i = 0; i < 150; i++) {
      client.put(new Item(point("n" + i, 1, 1).put("collection", "other")));
    }
    assertThat(client.items("other")).hasSize(151);
    assertThat(client.collections()).hasSize(2);
    assertThat(client.deleteItem("other", "a")).isEqualTo(Deleted.DELETED);
    assertThat(client.item("other", "a")).isEmpty();
  }

  private static String item(String id, String collection) {
    return text(point(id, 1, 1).put("collection", collection));
  }

  private static String segment(String id) {
    return id.equals("..") ? "%2E%2E" : RunningApi.encode(id);
  }

  private static String etag(HttpResponse<String> response) {
    return response.headers().firstValue("ETag").orElseThrow();
  }
}
