package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.text;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rimrep.stac.StacJson;
import tools.jackson.databind.node.ObjectNode;

/// Sorting, fields, filters, the query extension and free text.
class QueryTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  @BeforeEach
  void items() {
    API.collection("demo");
    for (int i = 0; i < 6; i++) {
      ObjectNode item = point("i" + i, i, 1);
      ObjectNode properties = (ObjectNode) item.get("properties");
      if (i % 3 != 0) {
        properties.put("v", i);
      }
      properties.put("title", i == 4 ? "Récif corallien" : "Plain");
      properties.putArray("tags").add("t" + i);
      properties.put("w", i == 2 ? 1.0 : 7.5);
      API.item(text(item));
    }
  }

  @Test
  void aPropertyOfObjectsIsUnknown() {
    ObjectNode item = point("objects", 1, 1);
    ((ObjectNode) item.get("properties")).putObject("only:objects").put("x", 1);
    API.item(text(item));
    for (String query : List.of("filter=%22only:objects%22%20IS%20NULL", "sortby=only:objects")) {
      HttpResponse<String> answer = API.get(API.publicUrl() + "/search?" + query);
      assertThat(answer.statusCode()).as(query).isEqualTo(400);
      assertThat(answer.body()).contains("only:objects");
    }
  }

  @Test
  @DisplayName(
      "Sort by a property that some items lack, limit 1, to the end: every item exactly once, missing ones last in both directions; sortby=v equals sortby=properties.v; + arriving as space is ascending")
  void sortsEachItemExactlyOnceMissingOnesLastInBothDirections() {
    assertThat(API.search("sortby=v&limit=1")).containsExactly("i1", "i2", "i4", "i5", "i0", "i3");
    assertThat(API.search("sortby=-properties.v&limit=1"))
        .containsExactly("i5", "i4", "i2", "i1", "i0", "i3");
    assertThat(API.search("sortby=+v")).as("plus arrives as a space").startsWith("i1");
    assertThat(API.search("sortby=%2Bw,-id")).startsWith("i2", "i5");
    assertThat(
            API.searchByPost("{\"limit\":2,\"sortby\":[{\"field\":\"v\",\"direction\":\"desc\"}]}"))
        .containsExactly("i5", "i4", "i2", "i1", "i0", "i3");
  }

  @Test
  @DisplayName("The sort order is total: ties break by collection, then id")
  void ordersTiesByCollectionThenId() {
    API.collection("another");
    API.item(text(point("z", 1, 1).put("collection", "another")));
    assertThat(API.search("limit=3")).containsExactly("z", "i0", "i1", "i2", "i3", "i4", "i5");
    assertThat(API.search("sortby=-title,-w&limit=2"))
        .containsExactly("i4", "i0", "i1", "i3", "i5", "i2", "z");
    assertThat(API.search("sortby=-collection&limit=3"))
        .containsExactly("i0", "i1", "i2", "i3", "i4", "i5", "z");
  }

  @Test
  @DisplayName(
      "fields never affects paging. Include beats exclude at every depth: properties.v,-properties gives v only")
  void fieldsShowWhatIsAskedAndNeverAffectPaging() {
    assertThat(first("fields=id,-properties")).doesNotContain("properties").contains("\"id\"");
    ObjectNode json = StacJson.parse(first("ids=i1&fields=properties.v,-properties"));
    assertThat(json.get("properties").toString()).isEqualTo("{\"v\":1}");
    assertThat(StacJson.parse(first("fields=-assets,-links")).propertyNames())
        .doesNotContain("assets", "links")
        .contains("bbox", "geometry");
    String rest =
        StacJson.parse(first("fields=properties,-properties.v&ids=i1"))
            .get("properties")
            .toString();
    assertThat(rest).contains("\"w\"").doesNotContain("\"v\"");
    assertThat(API.search("fields=id&limit=2")).hasSize(6);
    assertThat(API.searchByPost("{\"limit\":2,\"fields\":{\"exclude\":[\"properties\"]}}"))
        .hasSize(6);
    ObjectNode standard = StacJson.parse(first("ids=i1&fields="));
    assertThat(standard.get("properties").toString())
        .isEqualTo("{\"datetime\":\"2024-06-01T00:00:00Z\"}");
    assertThat(first("ids=i2&fields=properties.w")).contains("1.0");
  }

  private static String first(String query) {
    var response = API.get(API.publicUrl() + "/search?limit=1&" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return StacJson.parse(response.body()).path("features").get(0).toString();
  }

  @Test
  @DisplayName("GET filter defaults to cql2-text, POST to cql2-json")
  void filterIsTextByGetAndJsonByPostUnlessSaid() {
    String text = RunningApi.encode("v > 1 AND v < 5");
    assertThat(API.search("filter=" + text)).containsExactly("i2", "i4");
    assertThat(API.pages(API.publicUrl() + "/collections/demo/items?filter=" + text))
        .containsExactly("i2", "i4");
    String json = "{\"op\":\"=\",\"args\":[{\"property\":\"v\"},2]}";
    assertThat(API.searchByPost("{\"filter\":" + json + "}")).containsExactly("i2");
    assertThat(API.search("filter-lang=cql2-json&filter=" + RunningApi.encode(json)))
        .containsExactly("i2");
    assertThat(API.searchByPost("{\"filter-lang\":\"cql2-text\",\"filter\":\"v = 2\"}"))
        .containsExactly("i2");
    assertThat(
            API.search("filter=" + RunningApi.encode("S_INTERSECTS(BBOX(3.5,0,4.5,2),geometry)")))
        .containsExactly("i4");
    assertThat(API.search("filter=" + RunningApi.encode("casei(accenti(title)) LIKE 'recif%'")))
        .containsExactly("i4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"v\":{\"eq\":2}} | i2",
        "{\"v\":{\"neq\":2}} | i1 i4 i5",
        "{\"v\":{\"gt\":2,\"lte\":4}} | i4",
        "{\"v\":{\"lt\":2}} | i1",
        "{\"v\":{\"gte\":4,\"in\":[1,5]}} | i5",
        "{\"title\":{\"startsWith\":\"Réc\"}} | i4",
        "{\"title\":{\"endsWith\":\"lien\"}} | i4",
        "{\"properties.title\":{\"contains\":\"cor\"}} | i4",
        "{\"tags\":{\"contains\":\"t3\"}} | i3",
        "{\"tags\":{\"eq\":[\"t3\"]}} | i3",
        "{\"title\":{\"contains\":\"%\"}} | ''"
      })
  @DisplayName("query has eq, neq, lt, lte, gt, gte, in, startsWith, endsWith, contains")
  void queryExtension(String query, String ids) {
    List<String> expected = ids.isEmpty() ? List.of() : List.of(ids.split(" "));
    assertThat(API.searchByPost("{\"query\":" + query + "}")).isEqualTo(expected);
    assertThat(API.search("query=" + RunningApi.encode(query))).isEqualTo(expected);
  }

  @Test
  @DisplayName("{\"themes\":{\"eq\":[...]}} with the whole array works")
  void queryComparesWholeArraysOfObjects() {
    ObjectNode item = point("themed", 1, 1);
    String themes = "[{\"scheme\":\"https://example.org\",\"concepts\":[{\"id\":\"sst\"}]}]";
    ((ObjectNode) item.get("properties"))
        .set("themes", StacJson.parse("{\"t\":" + themes + "}").get("t"));
    API.item(text(item));
    assertThat(API.searchByPost("{\"query\":{\"themes\":{\"eq\":" + themes + "}}}"))
        .containsExactly("themed");
    assertThat(API.search("q=SST")).containsExactly("themed");
  }

  @Test
  void freeTextIgnoresCaseAndAccentsAndTakesAnyOfTheWords() {
    assertThat(API.search("q=recif")).containsExactly("i4");
    assertThat(API.search("q=R%C3%89CIF")).containsExactly("i4");
    assertThat(API.search("q=nothing,corallien")).containsExactly("i4");
    assertThat(API.search("q=recif%20corallien")).containsExactly("i4");
    assertThat(API.search("q=corallien%20recif")).isEmpty();
    assertThat(API.searchByPost("{\"q\":[\"recif\",\"plain\"]}")).hasSize(6);
    assertThat(API.searchByPost("{\"q\":\"recif\"}")).containsExactly("i4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filter=nonsense = 1 | nonsense",
        "filter=SHOUT(v, 1) | SHOUT",
        "filter=v = | position",
        "filter-lang=sql&filter=v = 1 | filter-lang",
        "filter-crs=EPSG:4326&filter=v = 1 | filter-crs",
        "filter-lang=cql2-json&filter=v = 1 | JSON",
        "sortby=nonsense | nonsense",
        "sortby=geometry | geometry",
        "sortby=- | sortby",
        "query={\"v\":{\"near\":1}} | near",
        "query={\"v\":1} | v",
        "query=[1] | query",
        "q=, | word",
        "filter=v = 1'); DROP TABLE item; -- | position"
      })
  @DisplayName("An unknown operator, or a property in no visible item: 400 naming it")
  void refusesNamingWhatIsWrong(String query, String named) {
    String encoded =
        query
            .replace(" ", "%20")
            .replace("{", "%7B")
            .replace("}", "%7D")
            .replace("\"", "%22")
            .replace("[", "%5B")
            .replace("]", "%5D")
            .replace(";", "%3B");
    var response = API.get(API.publicUrl() + "/search?" + encoded);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains(named);
  }

  @Test
  void aPropertyThatOnlyHiddenItemsHaveIsUnknown() {
    ObjectNode hidden = Documents.limited(point("hidden", 1, 1));
    ((ObjectNode) hidden.get("properties")).put("secret", 1);
    API.item(text(hidden));
    assertThat(API.get(API.publicUrl() + "/search?sortby=secret").statusCode()).isEqualTo(400);
    assertThat(API.get(API.publicUrl() + "/queryables").body()).doesNotContain("secret");
    assertThat(API.write("GET", "/queryables", "").body()).contains("secret");
    assertThat(API.write("GET", "/search?sortby=secret", "").statusCode()).isEqualTo(200);
  }

  @Test
  @DisplayName("/queryables has $schema, $id equal to its URL, type: object")
  void queryablesAndSortablesAreSchemasWithTheirUrlAsId() {
    for (String path :
        List.of(
            "/queryables",
            "/sortables",
            "/collections/demo/queryables",
            "/collections/demo/sortables")) {
      var response = API.get(API.publicUrl() + path);
      ObjectNode json = StacJson.parse(response.body());
      assertThat(response.headers().firstValue("Content-Type")).contains("application/schema+json");
      assertThat(json.path("$schema").asString()).contains("json-schema.org");
      assertThat(json.path("$id").asString()).isEqualTo(API.publicUrl() + path);
      assertThat(json.path("type").asString()).isEqualTo("object");
      assertThat(json.at("/properties/v/type").asString()).isEqualTo("number");
      assertThat(json.at("/properties").has("tags")).isEqualTo(path.contains("quer"));
    }
    assertThat(API.get(API.publicUrl() + "/collections/none/queryables").statusCode())
        .isEqualTo(404);
    ObjectNode collection = StacJson.parse(API.get(API.publicUrl() + "/collections/demo").body());
    assertThat(RunningApi.link(collection, "http://www.opengis.net/def/rel/ogc/1.0/queryables"))
        .isEqualTo(API.publicUrl() + "/collections/demo/queryables");
  }
}
