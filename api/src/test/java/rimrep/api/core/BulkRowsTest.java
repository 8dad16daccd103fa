package rimrep.api.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.api.Documents;
import rimrep.api.RunningApi;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// The bulk path writes many rows with one statement, single requests each with its own: the rows
/// must be the same.
class BulkRowsTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final int ITEMS = 120;

  /// All but the key of the collection, which is new after each truncation.
  private static final String ROW =
      "concat_ws('|', collection, id, doc, links_at, etag, visibility, roles, ts, t0, t1, bb, bb2,"
          + " rect, encode(wkb, 'hex'), z0, z1, idx, tsv)";

  @Test
  void writesTheSameRowsAsSingleRequests() {
    long seed = Long.getLong("rimrep.seed", System.nanoTime());
    List<ObjectNode> items = items(new Random(seed));
    collections(items).forEach(API::collection);
    items.forEach(item -> API.item(Documents.text(item)));
    String single = rows();
    API.postgres().execute("truncate item, collection");
    for (String collection : collections(items)) {
      API.collection(collection);
      assertThat(bulk(collection, items, "insert").path("rejected").asInt()).isZero();
    }
    assertThat(rows()).as("seed " + seed).isEqualTo(single);
    for (String collection : collections(items)) {
      ObjectNode again = bulk(collection, items, "upsert");
      assertThat(again.path("written").asInt()).isZero();
    }
    assertThat(rows()).isEqualTo(single);
  }

  @Test
  void takesTheSameIdTwiceInOneStreamInItsOrder() {
    API.collection("demo");
    ObjectNode first = Documents.point("a", 1, 1);
    ObjectNode second = Documents.point("a", 2, 2);
    ObjectNode inserted = bulk("demo", List.of(first, second), "insert");
    assertThat(inserted.path("written").asInt()).isOne();
    assertThat(inserted.path("rejections").toString()).contains("\"line\":2", "exists");
    assertThat(API.search("bbox=1,1,1,1")).containsExactly("a");
    assertThat(bulk("demo", List.of(first, second), "upsert").path("written").asInt()).isOne();
    assertThat(API.search("bbox=2,2,2,2")).containsExactly("a");
  }

  private static List<ObjectNode> items(Random random) {
    var catalogue = new RandomCatalogue(random);
    var items = new ArrayList<ObjectNode>();
    for (int i = 0; i < ITEMS; i++) {
      items.add(catalogue.item(i).put("collection", "b/c"));
    }
    items.add(Documents.at(Documents.point("long ago", 1, 1), "0000-06-01T00:00:00Z"));
    items.add(Documents.at(Documents.point("fractions", 1, 1), "2024-06-01T00:00:00.123456789Z"));
    ObjectNode limited = Documents.limited(Documents.point("quoted", 1, 1));
    ((ObjectNode) limited.get("properties")).putArray("rimrep:roles").add("a,\"b\\").add("");
    items.add(limited);
    return items;
  }

  private static TreeSet<String> collections(List<ObjectNode> items) {
    return items.stream()
        .map(i -> i.path("collection").asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ObjectNode bulk(String collection, List<ObjectNode> items, String mode) {
    String lines =
        items.stream()
            .filter(i -> i.path("collection").asString().equals(collection))
            .map(Documents::text)
            .collect(Collectors.joining("\n"));
    var response =
        API.send(
            "POST",
            API.internalUrl()
                + "/collections/"
                + RunningApi.encode(collection)
                + "/bulk_items?mode="
                + mode,
            lines,
            "Authorization",
            "Bearer " + RunningApi.TOKEN,
            "Content-Type",
            "application/x-ndjson");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return StacJson.parse(response.body());
  }

  private static String rows() {
    return API.postgres()
        .query("select string_agg(" + ROW + ", e'\\n' order by collection, id) from item");
  }
}
