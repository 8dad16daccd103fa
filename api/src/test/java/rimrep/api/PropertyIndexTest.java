package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import rimrep.api.core.SearchRequest;
import rimrep.api.core.StoredItem;
import rimrep.api.core.Viewer;
import rimrep.api.store.PostgresReader;
import rimrep.api.store.PropertyIndexes;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Indexes on chosen properties make answers faster, never different.
class PropertyIndexTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String ODD = "it's \"odd\"";
  private static final String COUNT =
      "select count(*) from pg_index x join pg_class r on r.oid = x.indexrelid where x.indisvalid"
          + " and r.relname like 'item_property_%'";

  @BeforeEach
  void items() {
    API.collection("demo");
    item("one", 1.0);
    item("two", 2);
    item("none", null);
    item("ten", 10);
    ObjectNode other = Documents.point("other", 1, 1);
    ((ObjectNode) other.get("properties")).put("other", "x").put("v", "two");
    API.item(Documents.text(other));
  }

  @AfterEach
  void dropIndexes() {
    API.postgres()
        .execute(
            "do $$ declare n text; begin for n in select relname from pg_class where relname like"
                + " 'item_property_%' or relname like 'item_facet_by_%' loop execute 'drop index ' ||"
                + " n; end loop; end $$");
    API.postgres().execute("delete from facet_property");
    API.postgres().execute("delete from item_facet");
  }

  private static void item(String id, @Nullable Number value) {
    ObjectNode item = Documents.point(id, 1, 1);
    if (value != null) {
      ((ObjectNode) item.get("properties")).put("v", value.doubleValue());
    }
    API.item(Documents.text(item));
  }

  @Test
  void answersAreTheSameWithAndWithout() {
    List<List<String>> before = answers();
    PropertyIndexes.create(API.postgres().settings().owner(), Set.of("v", ODD));
    PropertyIndexes.create(API.postgres().settings().owner(), Set.of("v"));
    assertThat(API.postgres().query(COUNT)).isEqualTo("4");
    assertThat(answers()).isEqualTo(before);
    assertThat(before.getFirst()).containsExactly("other", "one", "two", "ten", "none");
  }

  /// PostgreSQL's indexes take no value of more than a third of a page.
  @Test
  void aTextTooLongForAnIndexIsRefusedAloneWithItsReason() {
    PropertyIndexes.create(API.postgres().settings().owner(), Set.of("note"));
    var random = new Random(1);
    String noise =
        random
            .ints(8_000, 'a', 'z' + 1)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    ObjectNode big = Documents.point("big", 1, 1);
    ((ObjectNode) big.get("properties")).put("note", noise);
    var single = API.write("POST", "/collections/demo/items", Documents.text(big));
    assertThat(single.statusCode()).as(single.body()).isEqualTo(400);
    assertThat(single.body()).contains("larger than the database can hold");
    String lines =
        String.join(
            "\n",
            Documents.text(Documents.point("before", 1, 1)),
            Documents.text(big),
            Documents.text(Documents.point("after", 1, 1)));
    var bulk =
        API.send(
            "POST",
            API.internalUrl() + "/collections/demo/bulk_items?mode=upsert",
            lines,
            "Authorization",
            "Bearer " + RunningApi.TOKEN,
            "Content-Type",
            "application/x-ndjson");
    ObjectNode report = StacJson.parse(bulk.body());
    assertThat(report.path("written").asInt()).as(bulk.body()).isEqualTo(2);
    assertThat(report.at("/rejections/0/id").asString()).isEqualTo("big");
    assertThat(API.search("ids=before,after,big")).containsExactly("after", "before");
  }

  private static List<List<String>> answers() {
    return List.of(
        API.search("sortby=v&limit=1"),
        API.search("sortby=-v&limit=1"),
        API.search("filter=v%20%3E%201"),
        API.search("filter=v%20between%201%20and%202"),
        API.search("filter=not%20(v%20%3E=%202)"));
  }

  /// A store that does not know an index yet would answer without it.
  private static List<String> found(String filter) {
    try (var reader =
        new PostgresReader(API.postgres().settings().reader(), Duration.ofSeconds(30))) {
      var body = StacJson.newObject().put("filter-lang", "cql2-text").put("filter", filter);
      var anonymous = new Viewer.Visitor(new TreeSet<>());
      return reader.search(anonymous, SearchRequest.ofBody(body).search()).rows().stream()
          .map(StoredItem::id)
          .toList();
    }
  }

  @Test
  void conditionsAreAnsweredFromTheIndexAsFromTheItems() {
    var filters =
        List.of(
            "v > 1",
            "v = 1.0",
            "v in (2, 10)",
            "v between 1 and 2",
            "v = 'two'",
            "v < 5 and datetime > timestamp('2000-01-01T00:00:00Z')",
            "v < 5 and other = 'x'",
            "not v > 1");
    List<List<String>> before = filters.stream().map(PropertyIndexTest::found).toList();
    PropertyIndexes.create(API.postgres().settings().owner(), Set.of("v"));
    assertThat(filters.stream().map(PropertyIndexTest::found).toList()).isEqualTo(before);
    PropertyIndexes.create(API.postgres().settings().owner(), Set.of("other"));
    assertThat(filters.stream().map(PropertyIndexTest::found).toList()).isEqualTo(before);
    assertThat(before.getFirst()).containsExactlyInAnyOrder("two", "ten");
    assertThat(
            API.postgres()
                .query("select count(*) from item_facet where n2 is not null or (s2 <> 'x')"))
        .isEqualTo("0");
  }

  @Test
  void theIndexFollowsEveryWrite() {
    PropertyIndexes.create(API.postgres().settings().owner(), Set.of("v"));
    item("new", 20);
    ObjectNode changed = Documents.point("one", 1, 1);
    ((ObjectNode) changed.get("properties")).put("v", 30);
    API.write("PUT", "/collections/demo/items/one", Documents.text(changed));
    API.write("DELETE", "/collections/demo/items/ten", "");
    assertThat(found("v >= 2")).containsExactlyInAnyOrder("one", "two", "new");
    assertThat(API.postgres().query("select count(*) from item_facet")).isEqualTo("5");
  }

  @Test
  void aNumberTooLongForTheIndexIsFoundAmongTheItems() {
    PropertyIndexes.create(API.postgres().settings().owner(), Set.of("v"));
    ObjectNode item = Documents.point("long", 1, 1);
    String digits = "3".repeat(200);
    ((ObjectNode) item.get("properties")).put("v", new BigInteger(digits));
    API.item(Documents.text(item));
    assertThat(found("v > 10")).containsExactly("long");
    assertThat(found("v = " + digits)).containsExactly("long");
    API.write("DELETE", "/collections/demo/items/long", "");
    assertThat(found("v > 2")).containsExactly("ten");
  }

  @Test
  void thePageOfACollectionCountsWhatIsThereThroughAllWrites() {
    assertThat(matched()).isEqualTo(5);
    for (int i = 0; i < 100; i++) {
      item("more" + i, 1);
    }
    API.write("DELETE", "/collections/demo/items/one", "");
    assertThat(matched()).isEqualTo(104);
    API.postgres().execute("select item_count_merge('demo')");
    assertThat(API.postgres().query("select count(*) from item_count")).isEqualTo("1");
    assertThat(matched()).isEqualTo(104);
    API.postgres().execute("delete from item");
    assertThat(matched()).isZero();
  }

  private static int matched() {
    return StacJson.parse(API.get(API.publicUrl() + "/collections/demo/items?limit=2").body())
        .path("numberMatched")
        .asInt();
  }
}
