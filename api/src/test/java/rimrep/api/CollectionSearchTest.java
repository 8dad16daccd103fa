package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Collections found by place, time and words.
class CollectionSearchTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  @BeforeEach
  void collections() {
    put(
        "fiji",
        "[[175,-20,-175,-10]]",
        "[[\"2020-01-01T00:00:00Z\",\"2020-12-31T00:00:00Z\"]]",
        "Récif");
    put("reef", "[[142,-25,155,-9]]", "[[\"1985-03-25T12:00:00Z\",null]]", "Plain");
    put(
        "parts",
        "[[0,0,50,50],[0,0,1,1],[49,49,50,50]]",
        "[[null,\"1990-01-01T00:00:00Z\"]]",
        "Plain");
  }

  private static void put(String id, String boxes, String intervals, String title) {
    ObjectNode json = StacJson.parse(Documents.collection(id)).put("title", title);
    json.set(
        "extent",
        StacJson.parse(
            "{\"spatial\":{\"bbox\":"
                + boxes
                + "},\"temporal\":{\"interval\":"
                + intervals
                + "}}"));
    assertThat(API.write("POST", "/collections", StacJson.write(json)).statusCode()).isEqualTo(201);
  }

  @Test
  void byPlace() {
    assertThat(find("bbox=178,-15,179,-14")).containsExactly("fiji");
    assertThat(find("bbox=-179,-15,-178,-14")).containsExactly("fiji");
    assertThat(find("bbox=170,-20,-170,-10")).containsExactly("fiji");
    assertThat(find("bbox=20,20,30,30")).as("between the parts").isEmpty();
    assertThat(find("bbox=0.5,0.5,30,30")).containsExactly("parts");
    assertThat(find("bbox=-180,-90,180,90&limit=1")).containsExactly("fiji", "parts", "reef");
  }

  @Test
  void byTime() {
    assertThat(find("datetime=2020-06-01T00:00:00Z")).containsExactly("fiji", "reef");
    assertThat(find("datetime=../1985-01-01T00:00:00Z")).containsExactly("parts");
    assertThat(find("datetime=2030-01-01T00:00:00Z/..")).containsExactly("reef");
  }

  @Test
  void byWordsAndTogether() {
    assertThat(find("q=recif")).containsExactly("fiji");
    assertThat(find("q=recif,plain&limit=2")).containsExactly("fiji", "parts", "reef");
    assertThat(find("q=plain&datetime=2020-06-01T00:00:00Z")).containsExactly("reef");
  }

  @Test
  void byAConditionOnMembers() {
    assertThat(find("filter=title='Plain'")).containsExactly("parts", "reef");
    assertThat(find("filter=title='Plain'%20and%20id%20%3C%3E%20'reef'&limit=1"))
        .containsExactly("parts");
    assertThat(find("filter=S_INTERSECTS(geometry,POINT(178%20-15))")).containsExactly("fiji");
    assertThat(find("filter=CASEI(title)=CASEI('PLAIN')&q=plain&sortby=-id"))
        .containsExactly("reef", "parts");
    String json = "{\"op\":\"=\",\"args\":[{\"property\":\"license\"},\"CC-BY-4.0\"]}";
    assertThat(find("filter-lang=cql2-json&filter=" + RunningApi.encode(json))).hasSize(3);
    assertThat(find("query=" + RunningApi.encode("{\"title\":{\"startsWith\":\"R\"}}")))
        .containsExactly("fiji");
  }

  @Test
  void sortsWithMissingMembersLastAndPagesThrough() {
    member("reef", "v", "1.0");
    member("parts", "v", "2");
    assertThat(find("sortby=v&limit=1")).containsExactly("reef", "parts", "fiji");
    assertThat(find("sortby=-v&limit=1")).containsExactly("parts", "reef", "fiji");
    assertThat(find("sortby=title,-id&limit=2")).containsExactly("reef", "parts", "fiji");
    assertThat(find("sortby=-datetime&limit=1")).containsExactly("fiji", "reef", "parts");
    assertThat(find("sortby=-v&filter=v%20%3E%201")).containsExactly("parts");
  }

  @Test
  void showsOnlyTheFieldsThatAreAsked() {
    String url = API.publicUrl() + "/collections?fields=title,-links";
    ObjectNode first = (ObjectNode) StacJson.parse(API.get(url).body()).at("/collections/0");
    assertThat(first.propertyNames()).containsExactlyInAnyOrder("type", "id", "title");
  }

  private static void member(String id, String name, String value) {
    var changed = API.write("PATCH", "/collections/" + id, "{\"" + name + "\":" + value + "}");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bbox=1,2,3",
        "datetime=x",
        "q=",
        "limit=0",
        "sortby=x",
        "token=x",
        "filter=x=1",
        "filter=title=",
        "filter-lang=x&filter=true",
        "query=x",
        "filter=title%20ODD%201"
      })
  void refusesWhatItDoesNotUnderstand(String query) {
    assertThat(API.get(API.publicUrl() + "/collections?" + query).statusCode()).isEqualTo(400);
  }

  private static List<String> find(String query) {
    var ids = new ArrayList<String>();
    String url = API.publicUrl() + "/collections?" + query;
    while (!url.isEmpty()) {
      ObjectNode page = StacJson.parse(API.get(url).body());
      for (JsonNode collection : page.path("collections")) {
        ids.add(collection.path("id").asString());
      }
      url = RunningApi.link(page, "next");
    }
    return ids;
  }
}
