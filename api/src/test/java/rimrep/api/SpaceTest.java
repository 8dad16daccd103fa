package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static rimrep.api.Documents.item;
import static rimrep.api.Documents.point;
import static rimrep.api.Documents.polygon;
import static rimrep.api.Documents.text;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a search by place finds.
class SpaceTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  @BeforeEach
  void collection() {
    API.collection("demo");
  }

  @Test
  @DisplayName(
      "bbox [170,-25,-170,-10] returns the items at 179.5 and -179.5 and nothing from -170 east to 170; [-170,-25,170,-10] is the way round through Greenwich")
  void boxAcross180FindsBothSidesAndNothingBetween() {
    API.item(text(point("fiji", 179.5, -17)));
    API.item(text(point("beyond", -179.5, -17)));
    API.item(text(point("africa", 20, -17)));
    API.item(text(point("west", -169.9, -17)));
    API.item(text(point("east", 169.9, -17)));
    API.item(text(point("edge", 170, -17)));
    List<String> across = List.of("fiji", "beyond", "edge");
    List<String> round = List.of("africa", "west", "east", "edge");
    assertThat(API.search("bbox=170,-25,-170,-10")).containsExactlyInAnyOrderElementsOf(across);
    assertThat(API.searchByPost("{\"bbox\":[170,-25,-170,-10]}"))
        .containsExactlyInAnyOrderElementsOf(across);
    assertThat(API.search("bbox=-170,-25,170,-10")).containsExactlyInAnyOrderElementsOf(round);
    assertThat(API.searchByPost("{\"bbox\":[-170,-25,170,-10]}"))
        .containsExactlyInAnyOrderElementsOf(round);
  }

  @Test
  @DisplayName("An item whose bbox crosses 180 is found from both sides, once")
  void itemAcross180IsFoundFromBothSidesOnce() {
    API.item(
        text(
            item(
                "cut",
                "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[178,-18],[180,-18],[180,-16],[178,-16],[178,-18]]],"
                    + "[[[-180,-18],[-178,-18],[-178,-16],[-180,-16],[-180,-18]]]]}",
                "[178,-18,-178,-16]")));
    API.item(
        text(
            polygon(
                "uncut",
                "[178,-18],[-178,-18],[-178,-16],[178,-16],[178,-18]",
                "[178,-18,-178,-16]")));
    API.item(
        text(
            polygon(
                "beyond",
                "[178,-18],[182,-18],[182,-16],[178,-16],[178,-18]",
                "[178,-18,-178,-16]")));
    for (String box :
        new String[] {"179,-17,179.5,-16.5", "-179.5,-17,-179,-16.5", "170,-20,-170,-10"}) {
      assertThat(API.search("bbox=" + box))
          .as(box)
          .containsExactlyInAnyOrder("cut", "uncut", "beyond");
    }
    assertThat(API.search("bbox=0,-18,10,-16")).isEmpty();
  }

  @Test
  @DisplayName(
      "A footprint is not found by a box in its hole or notch; touching counts as intersecting")
  void footprintIsNotFoundInItsHoleOrNotchButWhereItTouches() {
    API.item(
        text(
            item(
                "hole",
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[2,2],[2,8],[8,8],[8,2],[2,2]]]}",
                "[0,0,10,10]")));
    API.item(text(polygon("notch", "[20,0],[30,0],[30,10],[25,1],[20,10],[20,0]", "[20,0,30,10]")));
    assertThat(API.search("bbox=3,3,7,7")).isEmpty();
    assertThat(API.search("bbox=24,5,26,9")).isEmpty();
    assertThat(API.search("bbox=3,3,8,7")).containsExactly("hole");
    assertThat(API.search("bbox=10,10,11,11")).as("touches a corner").containsExactly("hole");
    assertThat(API.search("bbox=10.0000001,10,11,11")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"Point\",\"coordinates\":[1,1]}",
        "{\"type\":\"MultiPoint\",\"coordinates\":[[1,1],[50,50]]}",
        "{\"type\":\"LineString\",\"coordinates\":[[-1,1],[3,1]]}",
        "{\"type\":\"MultiLineString\",\"coordinates\":[[[-1,1],[3,1]],[[50,50],[51,51]]]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[3,0],[3,3],[0,0]]]}",
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[3,0],[3,3],[0,0]]]]}",
        "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1,1]},{\"type\":\"LineString\",\"coordinates\":[[50,50],[51,51]]}]}"
      })
  @DisplayName("All GeoJSON types incl. GeometryCollection work in intersects, GET and POST")
  void everyGeometryTypeWorksInIntersectsByGetAndPost(String geometry) {
    API.item(text(polygon("square", "[0,0],[2,0],[2,2],[0,2],[0,0]", "[0,0,2,2]")));
    API.item(text(point("far", 100, 60)));
    assertThat(API.search("intersects=" + RunningApi.encode(geometry))).containsExactly("square");
    assertThat(API.searchByPost("{\"intersects\":" + geometry + "}")).containsExactly("square");
    API.item(text(item("same", geometry, "[-1,0,51,51]")));
    assertThat(API.search("bbox=0.9,0.9,1.1,1.1")).containsExactlyInAnyOrder("square", "same");
  }

  @Test
  @DisplayName(
      "a 2D geometry lies at elevation 0 for a 3D box (item-search); a 2D box finds 3D items at any height")
  void boxOfSixNumbersAsksElevationToo() {
    API.item(text(point("flat", 1, 1)));
    API.item(
        text(item("deep", "{\"type\":\"Point\",\"coordinates\":[1,1,-50]}", "[1,1,-50,1,1,-40]")));
    assertThat(API.search("bbox=0,0,-10,2,2,10")).containsExactly("flat");
    assertThat(API.search("bbox=0,0,0,2,2,0")).containsExactly("flat");
    assertThat(API.search("bbox=0,0,1,2,2,10")).isEmpty();
    assertThat(API.searchByPost("{\"bbox\":[0,0,-45,2,2,-44]}")).containsExactly("deep");
    assertThat(API.search("bbox=0,0,-100,2,2,-40")).containsExactly("deep");
    assertThat(API.search("bbox=0,0,2,2")).containsExactlyInAnyOrder("flat", "deep");
  }

  @Test
  @DisplayName("Counted after access and geometry")
  void numberMatchedCountsAfterGeometry() {
    API.item(text(polygon("notch", "[20,0],[30,0],[30,10],[25,1],[20,10],[20,0]", "[20,0,30,10]")));
    API.item(text(point("hit", 25, 7)));
    assertThat(API.get(API.publicUrl() + "/search?bbox=24,5,26,9").body())
        .contains("\"numberMatched\":1")
        .contains("\"numberReturned\":1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bbox=1,2,3",
        "bbox=1,2,3,4,5",
        "bbox=a,2,3,4",
        "bbox=1,4,3,2",
        "bbox=200,0,201,1",
        "bbox=NaN,0,1,1",
        "bbox=",
        "bbox=0,0,10,1,1,5",
        "bbox=0,0,1,1&intersects=%7B%22type%22:%22Point%22,%22coordinates%22:[1,1]%7D",
        "intersects=x",
        "intersects=%7B%22type%22:%22Round%22%7D",
        "intersects=%7B%22type%22:%22Point%22,%22coordinates%22:[1]%7D",
        "intersects=%7B%22type%22:%22Polygon%22,%22coordinates%22:[[[0,0],[1,1],[0,1],[2,2]]]%7D"
      })
  @DisplayName("4 or 6 numbers in bbox, else 400; bbox with intersects is 400")
  void refusesWhatIsNoPlace(String query) {
    var response = API.get(API.publicUrl() + "/search?" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("application/problem+json"));
    assertThat(response.body()).contains("\"code\"").contains("\"description\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"bbox\":[]}",
        "{\"bbox\":[1,2,3]}",
        "{\"bbox\":[1,2,3,4,5]}",
        "{\"bbox\":[1,2,3,4,5,6,7]}",
        "{\"bbox\":[\"1\",2,3,4]}",
        "{\"bbox\":\"1,2,3,4\"}",
        "{\"bbox\":[0,0,1,1],\"intersects\":{\"type\":\"Point\",\"coordinates\":[1,1]}}"
      })
  @DisplayName("4 or 6 numbers in bbox, else 400; bbox with intersects is 400 (POST)")
  void refusesWhatIsNoPlaceByPost(String body) {
    var response = API.post(API.publicUrl() + "/search", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).contains("bbox");
  }
}
