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

  @ParameterizedTest
  @ValueSource(strings = {"bbox=1,2,3", "datetime=x", "q=", "limit=0", "sortby=x", "token=x"})
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
