package rimrep.api.core;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import rimrep.api.Documents;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes items and searches with everything that is awkward: 180 degrees, poles, holes, no
/// geometry, ranges of time, missing and mixed properties, odd ids.
final class RandomCatalogue {

  private static final List<String> COLLECTIONS = List.of("demo", "demo", "b/c", "ü", "vault");

  private static final List<String> WORDS = List.of("a", "B", "ä", "Ab", "a_b", "100%", "", "x'y");
  private static final List<String> NAMES = List.of("v", "w", "name", "flag", "tags", "made");

  private final Random random;

  RandomCatalogue(Random random) {
    this.random = random;
  }

  ObjectNode item(int number) {
    String id = pick(List.of("i", "i ", "i/", "ü:", "I%,")) + number;
    ObjectNode item = place(id).put("collection", pick(COLLECTIONS));
    ObjectNode properties = (ObjectNode) item.get("properties");
    if (random.nextInt(3) == 0) {
      int day = day();
      Documents.during(item, instant(day), instant(day + random.nextInt(60)));
    } else {
      properties.put("datetime", instant(day()));
    }
    limit(properties);
    for (String name : NAMES) {
      if (random.nextInt(10) > 1) {
        properties.set(name, value(name));
      }
    }
    return item;
  }

  /// Every second item is public; the others are limited in every way there is.
  private void limit(ObjectNode properties) {
    switch (random.nextInt(8)) {
      case 0 -> properties.remove("rimrep:access");
      case 1, 2, 3 -> {
        properties.put("rimrep:access", "limited");
        sometimes(
            2, () -> properties.put("rimrep:visibility", pick(List.of("metadata", "hidden"))));
        properties.set(
            "rimrep:roles",
            json(
                pick(
                    List.of(
                        "[\"team\"]", "[\"partners\"]", "[\"partners\",\"team\"]", "[\"x\"]"))));
      }
      default -> {}
    }
  }

  /// The collections, of which some are limited.
  static List<String> collections() {
    return List.of(
        Documents.collection("demo"),
        Documents.collection("b/c"),
        Documents.limitedCollection("ü", "metadata"),
        Documents.limitedCollection("vault", "hidden"));
  }

  private JsonNode value(String name) {
    return switch (name) {
      case "v" -> json(pick(List.of("1", "1.0", "2", "-3.5", "1e2", "\"1\"", "true", "null")));
      case "w" -> json(String.valueOf(random.nextInt(5)));
      case "flag" -> json(String.valueOf(random.nextBoolean()));
      case "tags" ->
          json(pick(List.of("[]", "[\"a\"]", "[\"a\",\"b\"]", "[\"b\",\"a\",1]", "[1,2.0]")));
      case "made" -> json("\"" + pick(List.of(instant(day()), "2024-06-01", "soon")) + "\"");
      default -> json(StacJson.write(StacJson.newObject().stringNode(pick(WORDS))));
    };
  }

  private static JsonNode json(String text) {
    return StacJson.parse("{\"v\":" + text + "}").get("v");
  }

  private int day() {
    return 1 + random.nextInt(20) * 9;
  }

  private static String instant(int day) {
    return java.time.LocalDate.ofYearDay(2024, day) + "T00:00:00Z";
  }

  private double lon() {
    return random.nextInt(73) * 5 - 180;
  }

  private double lat() {
    return random.nextInt(37) * 5 - 90;
  }

  private ObjectNode place(String id) {
    double x = lon();
    double y = Math.min(lat(), 75);
    double e = x + 5 + random.nextInt(4) * 5;
    double n = y + 10;
    boolean beyond = e > 180;
    String box = "[%s,%s,%s,%s]".formatted(x, y, beyond ? e - 360 : e, n);
    return switch (random.nextInt(7)) {
      case 0 -> Documents.point(id, x, y);
      case 1 -> Documents.polygon(id, ring(x, y, e, n), box);
      case 2 ->
          Documents.item(
              id,
              "{\"type\":\"Polygon\",\"coordinates\":[[%s],[%s]]}"
                  .formatted(ring(x, y, e, n), ring(x + 1, y + 1, e - 1, n - 1)),
              box);
      case 3 ->
          Documents.polygon(
              id, "[%s,%s],[%s,%s],[%s,%s],[%s,%s]".formatted(x, y, e, y, e, n, x, y), box);
      case 4 -> {
        ObjectNode nowhere = Documents.item(id, "null", "[]");
        nowhere.remove("bbox");
        yield nowhere;
      }
      case 5 ->
          Documents.item(
              id,
              "{\"type\":\"LineString\",\"coordinates\":[[%s,%s],[%s,%s]]}".formatted(x, y, e, n),
              box);
      default ->
          Documents.item(
              id,
              "{\"type\":\"Point\",\"coordinates\":[%s,%s,%s]}".formatted(x, y, random.nextInt(9)),
              "[%s,%s,%s,%s]".formatted(x, y, x, y));
    };
  }

  private static String ring(double w, double s, double e, double n) {
    return "[%s,%s],[%s,%s],[%s,%s],[%s,%s],[%s,%s]".formatted(w, s, e, s, e, n, w, n, w, s);
  }

  ObjectNode search() {
    ObjectNode body = StacJson.newObject().put("limit", 1 + random.nextInt(60));
    sometimes(3, () -> body.set("bbox", box()));
    if (!body.has("bbox")) {
      sometimes(4, () -> body.set("intersects", place("x").get("geometry")));
    }
    if (body.path("intersects").isNull()) {
      body.remove("intersects");
    }
    sometimes(4, () -> body.put("datetime", time()));
    sometimes(6, () -> body.putArray("collections").add(pick(COLLECTIONS)).add("none"));
    sometimes(
        9, () -> body.putArray("ids").add(pick(List.of("i", "i ", "ü:")) + random.nextInt(50)));
    sometimes(2, () -> body.set("filter", condition(0)));
    sometimes(2, () -> body.set("sortby", order()));
    return body;
  }

  private void sometimes(int one, Runnable change) {
    if (random.nextInt(one) == 0) {
      change.run();
    }
  }

  private JsonNode box() {
    double s = lat();
    double n = Math.min(90, s + random.nextInt(10) * 5);
    return random.nextInt(5) == 0
        ? json("[%s,%s,0,%s,%s,%s]".formatted(lon(), s, lon(), n, random.nextInt(9)))
        : json("[%s,%s,%s,%s]".formatted(lon(), s, lon(), n));
  }

  private String time() {
    int from = day();
    return switch (random.nextInt(4)) {
      case 0 -> instant(from);
      case 1 -> instant(from) + "/..";
      case 2 -> "/" + instant(from);
      default -> instant(from) + "/" + instant(from + random.nextInt(90));
    };
  }

  private JsonNode order() {
    var keys = StacJson.newObject().putArray("keys");
    List<String> fields =
        List.of("v", "properties.w", "name", "datetime", "id", "collection", "flag");
    for (int i = random.nextInt(3); i >= 0; i--) {
      keys.addObject().put("field", pick(fields)).put("direction", pick(List.of("asc", "desc")));
    }
    return keys;
  }

  private JsonNode condition(int depth) {
    int kind = random.nextInt(depth > 2 ? 8 : 11);
    return switch (kind) {
      case 0, 1, 2 ->
          op(pick(List.of("=", "<>", "<", "<=", ">", ">=")), property(pick(NAMES)), literal());
      case 3 -> op("=", property(pick(NAMES)), property(pick(NAMES)));
      case 4 -> op("isNull", property(pick(List.of("v", "name", "geometry", "datetime"))));
      case 5 ->
          op(
              "like",
              property(pick(List.of("name", "id"))),
              json("\"" + pick(List.of("a%", "%b", "_", "i_\", \"%\\\\%")).split("\"")[0] + "\""));
      case 6 -> special();
      case 7 -> op("in", property(pick(NAMES)), json("[1,\"a\",true,\"ä\"]"));
      case 8 -> op("not", condition(depth + 1));
      case 9 -> op("and", condition(depth + 1), condition(depth + 1));
      default -> op("or", condition(depth + 1), condition(depth + 1));
    };
  }

  private JsonNode special() {
    Supplier<JsonNode> period = () -> json("{\"interval\":[\"" + instant(day()) + "\",\"..\"]}");
    return switch (random.nextInt(4)) {
      case 0 ->
          op(
              pick(List.of("s_intersects", "s_within", "s_disjoint", "s_contains", "s_touches")),
              property("geometry"),
              json("{\"bbox\":" + box4() + "}"));
      case 1 ->
          op(
              pick(List.of("t_after", "t_during", "t_intersects", "t_before")),
              property(pick(List.of("datetime", "made"))),
              period.get());
      case 2 ->
          op(
              pick(List.of("a_contains", "a_equals", "a_overlaps", "a_containedby")),
              property("tags"),
              json("[\"a\",1]"));
      default ->
          op(
              pick(List.of("<", ">=", "=")),
              property("datetime"),
              json("{\"timestamp\":\"" + instant(day()) + "\"}"));
    };
  }

  private String box4() {
    double s = lat();
    return "[%s,%s,%s,%s]".formatted(lon(), s, lon(), Math.min(90, s + 30));
  }

  private JsonNode literal() {
    return json(
        pick(List.of("1", "1.0", "2", "-3.5", "100", "\"1\"", "\"a\"", "\"ä\"", "true", "false")));
  }

  private static JsonNode property(String name) {
    return StacJson.newObject().put("property", name);
  }

  private static JsonNode op(String name, JsonNode... args) {
    ObjectNode json = StacJson.newObject().put("op", name);
    var array = json.putArray("args");
    for (JsonNode arg : args) {
      array.add(arg);
    }
    return json;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
