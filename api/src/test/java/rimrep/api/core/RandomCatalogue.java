package rimrep.api.core;

import java.util.List;
import java.util.Random;
import rimrep.api.Documents;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes items with everything that is awkward: 180 degrees, poles, holes, heights, no geometry,
/// ranges of time, missing and mixed properties, odd ids.
final class RandomCatalogue {

  static final List<String> COLLECTIONS = List.of("demo", "demo", "b/c", "ü", "vault");

  private static final List<String> WORDS = List.of("a", "B", "ä", "Ab", "a_b", "100%", "", "x'y");
  static final List<String> NAMES = List.of("v", "w", "name", "flag", "tags", "made", "ä:x y");
  private static final List<String> TITLES =
      List.of("Great Barrier Reef", "Café am Riff", "reef, BARRIER", "Sea grass (coral sea)", "");

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
    if (random.nextInt(3) > 0) {
      properties.put("title", pick(TITLES));
      properties.set("keywords", json(pick(List.of("[\"Coral\"]", "[\"sea\",\"Grass\"]", "[]"))));
    }
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
      case "v" ->
          json(
              pick(
                  List.of(
                      "1", "1.0", "2", "-3.5", "1e2", "0.1", "-0.0", "1E2", "\"1\"", "true",
                      "null")));
      case "w" -> json(String.valueOf(random.nextInt(5)));
      case "flag" -> json(String.valueOf(random.nextBoolean()));
      case "tags" ->
          json(pick(List.of("[]", "[\"a\"]", "[\"a\",\"b\"]", "[\"b\",\"a\",1]", "[1,2.0]")));
      case "made" -> json("\"" + pick(List.of(instant(day()), "2024-06-01", "soon")) + "\"");
      case "ä:x y" -> json(pick(List.of("{\"a\":1}", "7", "\"ä\"", "12345678901234567890.5")));
      default -> StacJson.newObject().stringNode(pick(WORDS));
    };
  }

  static JsonNode json(String text) {
    return StacJson.parse("{\"v\":" + text + "}").get("v");
  }

  int day() {
    return 1 + random.nextInt(20) * 9;
  }

  static String instant(int day) {
    return java.time.LocalDate.ofYearDay(2024, day) + "T00:00:00Z";
  }

  double lon() {
    return random.nextInt(73) * 5 - 180;
  }

  double lat() {
    return random.nextInt(37) * 5 - 90;
  }

  ObjectNode place(String id) {
    double x = lon();
    double y = Math.min(lat(), 75);
    double e = x + 5 + random.nextInt(4) * 5;
    double n = y + 10;
    boolean beyond = e > 180;
    String box = "[%s,%s,%s,%s]".formatted(x, y, beyond ? e - 360 : e, n);
    return switch (random.nextInt(12)) {
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
      case 6 -> cap(id);
      case 7 -> beyond ? inTwoParts(id, x, y, e - 360, n) : high(id, x, y, e, n);
      case 8 -> Documents.polygon(id, ring(x, y, beyond ? e - 360 : e, n), box);
      case 9 ->
          Documents.item(
              id,
              "{\"type\":\"MultiPoint\",\"coordinates\":[[%s,%s],[%s,%s]]}"
                  .formatted(x, y, Math.min(e, 180), n),
              "[%s,%s,%s,%s]".formatted(x, y, Math.min(e, 180), n));
      case 10 ->
          Documents.item(
              id,
              ("{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[%s,%s]},"
                      + "{\"type\":\"LineString\",\"coordinates\":[[%s,%s],[%s,%s]]}]}")
                  .formatted(x, y, x, n, e, n),
              box);
      default ->
          Documents.item(
              id,
              "{\"type\":\"Point\",\"coordinates\":[%s,%s,%s]}".formatted(x, y, random.nextInt(9)),
              "[%s,%s,%s,%s]".formatted(x, y, x, y));
    };
  }

  /// All longitudes up to a pole.
  private ObjectNode cap(String id) {
    double s = random.nextBoolean() ? 75 : -90;
    return Documents.polygon(
        id, ring(-180, s, 180, s + 15), "[-180,%s,180,%s]".formatted(s, s + 15));
  }

  /// As RFC 7946 wants what crosses 180.
  private static ObjectNode inTwoParts(String id, double x, double y, double e, double n) {
    return Documents.item(
        id,
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[[%s]],[[%s]]]}"
            .formatted(ring(x, y, 180, n), ring(-180, y, e, n)),
        "[%s,%s,%s,%s]".formatted(x, y, e, n));
  }

  /// A box of six numbers around a slope.
  private ObjectNode high(String id, double x, double y, double e, double n) {
    int low = random.nextInt(9);
    return Documents.item(
        id,
        ("{\"type\":\"Polygon\",\"coordinates\":[[[%1$s,%2$s,%5$s],[%3$s,%2$s,%5$s],[%3$s,%4$s,%6$s],"
                + "[%1$s,%4$s,%6$s],[%1$s,%2$s,%5$s]]]}")
            .formatted(x, y, e, n, low, low + 3),
        "[%s,%s,%s,%s,%s,%s]".formatted(x, y, low, e, n, low + 3));
  }

  private static String ring(double w, double s, double e, double n) {
    return "[%s,%s],[%s,%s],[%s,%s],[%s,%s],[%s,%s]".formatted(w, s, e, s, e, n, w, n, w, s);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void sometimes(int one, Runnable change) {
    if (random.nextInt(one) == 0) {
      change.run();
    }
  }
}
