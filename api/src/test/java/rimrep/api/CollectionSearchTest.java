package rimrep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /// The index is asked for boxes that hold the extents; the answers are those of looking at each.
  @Test
  void byPlaceAsPlainJavaFindsThem() throws IOException {
    long seed = Long.getLong("rimrep.seed", System.nanoTime());
    var random = new Random(seed);
    API.postgres().execute("truncate item, collection");
    var extents = new TreeMap<String, List<double[]>>();
    for (int i = 0; i < 150; i++) {
      List<double[]> parts =
          Stream.generate(() -> box(random)).limit(1 + random.nextInt(3)).toList();
      String whole = parts.size() == 1 ? "" : "[-180,-90,180,90],";
      String boxes = parts.stream().map(Arrays::toString).collect(Collectors.joining(","));
      put("c" + i, "[" + whole + boxes + "]", "[[null,null]]", "Random");
      extents.put("c" + i, parts);
    }
    compare(seed, random, extents);
    API.postgres().execute("update collection set bb = null, bb2 = null");
    API.postgres().execute(migratingUpdate());
    compare(seed, random, extents);
  }

  private static void compare(long seed, Random random, Map<String, List<double[]>> extents) {
    for (int i = 0; i < 60; i++) {
      double[] asked = box(random);
      List<String> expected =
          extents.entrySet().stream()
              .filter(e -> e.getValue().stream().anyMatch(b -> meet(b, asked)))
              .map(Map.Entry::getKey)
              .toList();
      String query = Arrays.toString(asked).replaceAll("[\\[\\] ]", "");
      assertThat(find("limit=40&bbox=" + query))
          .as("seed " + seed + " " + query)
          .isEqualTo(expected);
    }
  }

  /// Of whole degrees, so that some touch; one in four may cross 180.
  private static double[] box(Random random) {
    double west = random.nextInt(360) - 180;
    double east =
        random.nextInt(4) == 0
            ? random.nextInt(360) - 180
            : Math.min(180, west + random.nextInt(30));
    double south = random.nextInt(180) - 90;
    return new double[] {west, south, east, Math.min(90, south + random.nextInt(40))};
  }

  private static boolean meet(double[] a, double[] b) {
    boolean latitude = a[1] <= b[3] && b[1] <= a[3];
    return latitude
        && sides(a).stream()
            .anyMatch(x -> sides(b).stream().anyMatch(y -> x[0] <= y[1] && y[0] <= x[1]));
  }

  private static List<double[]> sides(double[] box) {
    return box[0] <= box[2]
        ? List.of(new double[] {box[0], box[2]})
        : List.of(new double[] {box[0], 180}, new double[] {-180, box[2]});
  }

  /// What gives their boxes to collections that an older program stored.
  private static String migratingUpdate() throws IOException {
    String file = "/rimrep/api/store/migrations/V60__extents_of_collections.sql";
    try (InputStream in =
        Objects.requireNonNull(CollectionSearchTest.class.getResourceAsStream(file))) {
      String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return sql.substring(sql.indexOf("with part"), sql.indexOf("create index"));
    }
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
