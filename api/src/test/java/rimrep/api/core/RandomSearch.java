package rimrep.api.core;

import static rimrep.api.core.RandomCatalogue.COLLECTIONS;
import static rimrep.api.core.RandomCatalogue.NAMES;
import static rimrep.api.core.RandomCatalogue.instant;
import static rimrep.api.core.RandomCatalogue.json;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import rimrep.api.core.filter.Expr;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes searches of every kind: boxes, shapes, times, ids, words, every operator of CQL2 and of
/// the query extension, orders and selections of fields.
final class RandomSearch {

  private static final List<String> QUERY =
      List.of("eq", "neq", "lt", "lte", "gt", "gte", "in", "startsWith", "endsWith", "contains");
  private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");

  private final Random random;
  private final RandomCatalogue catalogue;

  RandomSearch(Random random, RandomCatalogue catalogue) {
    this.random = random;
    this.catalogue = catalogue;
  }

  /// The body of a search by POST.
  ObjectNode next() {
    ObjectNode body = StacJson.newObject().put("limit", 1 + random.nextInt(60));
    sometimes(3, () -> body.set("bbox", box()));
    if (!body.has("bbox")) {
      sometimes(4, () -> body.set("intersects", catalogue.place("x").get("geometry")));
    }
    if (body.path("intersects").isNull()) {
      body.remove("intersects");
    }
    sometimes(4, () -> body.put("datetime", time()));
    sometimes(6, () -> body.putArray("collections").add(pick(COLLECTIONS)).add("none"));
    sometimes(
        9, () -> body.putArray("ids").add(pick(List.of("i", "i ", "ü:")) + random.nextInt(50)));
    sometimes(2, () -> body.set("filter", condition(0)));
    sometimes(6, () -> body.set("query", query()));
    sometimes(8, () -> body.set("q", words()));
    sometimes(2, () -> body.set("sortby", order()));
    sometimes(5, () -> body.set("fields", fields()));
    return body;
  }

  private JsonNode box() {
    double s = catalogue.lat();
    double n = Math.min(90, s + random.nextInt(10) * 5);
    return random.nextInt(5) == 0
        ? json(
            "[%s,%s,%s,%s,%s,%s]"
                .formatted(lon(), s, random.nextInt(4), lon(), n, 4 + random.nextInt(6)))
        : json("[%s,%s,%s,%s]".formatted(lon(), s, lon(), n));
  }

  private double lon() {
    return catalogue.lon();
  }

  private String time() {
    int from = catalogue.day();
    return switch (random.nextInt(4)) {
      case 0 -> instant(from);
      case 1 -> instant(from) + "/..";
      case 2 -> "/" + instant(from);
      default -> instant(from) + "/" + instant(from + random.nextInt(90));
    };
  }

  private JsonNode words() {
    String one = pick(List.of("reef", "CAFE", "barrier reef", "coral", "\"sea grass\"", "none"));
    return random.nextBoolean()
        ? StacJson.newObject().putArray("q").add(one).add("am riff")
        : StacJson.newObject().stringNode(one);
  }

  private JsonNode order() {
    var keys = StacJson.newObject().putArray("keys");
    List<String> fields =
        List.of("v", "properties.w", "name", "datetime", "id", "collection", "flag", "made");
    for (int i = random.nextInt(3); i >= 0; i--) {
      keys.addObject().put("field", pick(fields)).put("direction", pick(List.of("asc", "desc")));
    }
    return keys;
  }

  private JsonNode fields() {
    List<String> names =
        List.of("properties", "properties.v", "geometry", "links", "assets", "bbox", "nothing");
    ObjectNode fields = StacJson.newObject();
    sometimes(2, () -> fields.putArray("include").add(pick(names)).add(pick(names)));
    sometimes(2, () -> fields.putArray("exclude").add(pick(names)));
    return fields;
  }

  private JsonNode query() {
    ObjectNode query = StacJson.newObject();
    for (int i = random.nextInt(2); i >= 0; i--) {
      String op = pick(QUERY);
      query.putObject(pick(NAMES)).set(op, operand(op));
    }
    return query;
  }

  private JsonNode operand(String op) {
    return switch (op) {
      case "in" -> json("[1,\"a\",true,\"ä\"]");
      case "startsWith", "endsWith" -> json(pick(List.of("\"a\"", "\"%\"", "\"_b\"", "\"\"")));
      case "eq", "neq" -> random.nextInt(3) == 0 ? json(pick(tags())) : literal();
      default -> literal();
    };
  }

  private static List<String> tags() {
    return List.of("[]", "[\"a\"]", "[\"a\",\"b\"]", "[1,2]", "[\"b\",\"a\",1.0]");
  }

  private JsonNode condition(int depth) {
    return switch (random.nextInt(depth > 2 ? 11 : 14)) {
      case 0, 1 -> op(pick(COMPARISONS), property(pick(NAMES)), literal());
      case 2 -> op(pick(COMPARISONS), literal(), property(pick(NAMES)));
      case 3 -> op(pick(COMPARISONS), property(pick(NAMES)), property(pick(NAMES)));
      case 4 -> op("isNull", property(pick(List.of("v", "name", "geometry", "datetime", "tags"))));
      case 5 ->
          op(
              "like",
              folded(property(pick(List.of("name", "id", "collection")))),
              text(pick(List.of("a%", "%b", "_", "i_\\", "%\\%", "%\\_%", "ä%"))));
      case 6 -> op("in", property(pick(NAMES)), json("[1,\"a\",true,\"ä\"]"));
      case 7 -> op("between", property(pick(NAMES)), literal(), literal());
      case 8 ->
          op(
              pick(COMPARISONS),
              folded(property("name")),
              folded(text(pick(List.of("A", "ä", "AB")))));
      case 9, 10 -> special();
      case 11 -> op("not", condition(depth + 1));
      case 12 -> op("and", condition(depth + 1), condition(depth + 1));
      default -> op("or", condition(depth + 1), condition(depth + 1));
    };
  }

  private JsonNode folded(JsonNode value) {
    return switch (random.nextInt(4)) {
      case 0 -> op("casei", value);
      case 1 -> op("accenti", value);
      case 2 -> op("accenti", op("casei", value));
      default -> value;
    };
  }

  private JsonNode special() {
    return switch (random.nextInt(4)) {
      case 0 -> turned(any(Expr.SpatialOp.values()), property("geometry"), shape());
      case 1 ->
          turned(
              any(Expr.TemporalOp.values()),
              property(pick(List.of("datetime", "made", "start_datetime"))),
              moments());
      case 2 -> turned(any(Expr.ArrayOp.values()), property("tags"), json(pick(lists())));
      default ->
          op(
              pick(COMPARISONS),
              property(pick(List.of("datetime", "made"))),
              json("{\"timestamp\":\"" + instant(catalogue.day()) + "\"}"));
    };
  }

  private static List<String> lists() {
    return List.of("[\"a\",1]", "[\"a\"]", "[1.0,2]", "[\"b\",\"a\"]");
  }

  private JsonNode turned(String name, JsonNode a, JsonNode b) {
    return random.nextInt(4) == 0 ? op(name, b, a) : op(name, a, b);
  }

  private <E extends Enum<E>> String any(E[] all) {
    return pick(Stream.of(all).map(o -> o.name().toLowerCase(Locale.ROOT)).toList());
  }

  private JsonNode shape() {
    double s = catalogue.lat();
    JsonNode geometry = catalogue.place("x").get("geometry");
    return geometry.isNull() || random.nextBoolean()
        ? json("{\"bbox\":[%s,%s,%s,%s]}".formatted(lon(), s, lon(), Math.min(90, s + 30)))
        : geometry;
  }

  private JsonNode moments() {
    String from = instant(catalogue.day());
    return switch (random.nextInt(4)) {
      case 0 -> json("{\"timestamp\":\"" + from + "\"}");
      case 1 -> json("{\"interval\":[\"..\",\"" + from + "\"]}");
      case 2 ->
          json("{\"interval\":[\"%s\",\"%s\"]}".formatted(from, instant(catalogue.day() + 180)));
      default -> json("{\"interval\":[\"" + from + "\",\"..\"]}");
    };
  }

  private JsonNode literal() {
    return json(
        pick(
            List.of(
                "1", "1.0", "2", "-3.5", "100", "0", "\"1\"", "\"a\"", "\"ä\"", "true", "false")));
  }

  private static JsonNode text(String text) {
    return StacJson.newObject().stringNode(text);
  }

  private static JsonNode property(String name) {
    return StacJson.newObject().put("property", name);
  }

  private static JsonNode op(String name, JsonNode... args) {
    ObjectNode json = StacJson.newObject().put("op", name);
    ArrayNode array = json.putArray("args");
    for (JsonNode arg : args) {
      array.add(arg);
    }
    return json;
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
