package rimrep.api.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rimrep.api.core.SortKey.Direction;
import rimrep.api.core.filter.Cql2Json;
import rimrep.api.core.filter.Cql2Text;
import rimrep.api.core.filter.Expr;
import rimrep.api.core.filter.QueryExtension;
import rimrep.stac.StacFormatException;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the parts of a search that extensions add.
final class SearchParts {

  private static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
  private static final int MAX_FILTER = 100_000;

  /// Sort keys, and words or phrases.
  private static final int MAX_LIST = 100;

  /// Characters of a phrase.
  private static final int MAX_WORD = 10_000;

  private SearchParts() {}

  /// `filter` and `query` together.
  ///
  /// @param language `cql2-text` or `cql2-json`, if the caller names none
  static Optional<Filter> filter(ObjectNode body, String language, Faults faults) {
    String crs = body.path("filter-crs").asString(CRS84);
    if (!crs.equals(CRS84)) {
      faults.add("filter-crs", "is " + crs + "; expected " + CRS84);
    }
    String named = body.path("filter-lang").asString(language);
    Optional<Expr> filter =
        present(body, "filter").flatMap(n -> faults.check(() -> cql2(n, named)));
    Optional<Expr> query =
        present(body, "query")
            .flatMap(
                n -> faults.check(() -> QueryExtension.parse(json("query", limited("query", n)))));
    List<Expr> parts = Stream.concat(filter.stream(), query.stream()).toList();
    String words = body.path("filter") + "\n" + body.path("query");
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Filter(parts.size() == 1 ? parts.getFirst() : new Expr.And(parts), words));
  }

  private static Expr cql2(JsonNode node, String language) {
    limited("filter", node);
    return switch (language) {
      case "cql2-text" ->
          Cql2Text.parse(
              node.stringValueOpt()
                  .orElseThrow(
                      () -> new InvalidRequest("filter", "is no text; expected CQL2 text")));
      case "cql2-json" -> Cql2Json.parse(json("filter", node));
      default ->
          throw new InvalidRequest(
              "filter-lang", "is " + language + "; expected cql2-text or cql2-json");
    };
  }

  private static JsonNode limited(String place, JsonNode node) {
    if (node.toString().length() > MAX_FILTER) {
      throw new InvalidRequest(place, "is longer than " + MAX_FILTER + " characters");
    }
    return node;
  }

  /// JSON, or text that holds JSON, as it comes in a query parameter.
  private static JsonNode json(String place, JsonNode node) {
    if (!node.isString()) {
      return node;
    }
    try {
      return StacJson.parse(node.asString());
    } catch (StacFormatException e) {
      throw new InvalidRequest(place, e.getMessage());
    }
  }

  /// `+v,-properties.w`, or a list of `{"field": "v", "direction": "desc"}`.
  static List<SortKey> order(ObjectNode body, Faults faults) {
    return present(body, "sortby")
        .flatMap(
            n -> faults.check(() -> few("sortby", n.isString() ? order(n.asString()) : order(n))))
        .filter(keys -> !keys.isEmpty())
        .orElse(SortKey.NEWEST_FIRST);
  }

  private static List<SortKey> order(String text) {
    var keys = new ArrayList<SortKey>();
    for (String part : text.split(",")) {
      boolean descending = part.startsWith("-");
      String name = part.startsWith("+") || descending ? part.substring(1) : part;
      keys.add(key(name.strip(), descending ? Direction.DESCENDING : Direction.ASCENDING));
    }
    return keys;
  }

  private static List<SortKey> order(JsonNode list) {
    if (!list.isArray()) {
      throw new InvalidRequest("sortby", "is " + list + "; expected a list of field and direction");
    }
    return list.valueStream()
        .map(n ->
            key(
                n.path("field").asString(""),
                switch (n.path("direction").asString("asc")) {
                  case "asc" -> Direction.ASCENDING;
                  case "desc" -> Direction.DESCENDING;
                  default ->
                      throw new InvalidRequest(
                          "sortby", n + " has an unknown direction; expected asc or desc");
                }))
        .toList();
  }

  private static SortKey key(String name, Direction direction) {
    if (name.isEmpty()) {
      throw new InvalidRequest("sortby", "names no field");
    }
    return new SortKey(Field.named(name), direction);
  }

  static Optional<FieldSelection> fields(ObjectNode body, Faults faults) {
    return present(body, "fields")
        .flatMap(n ->
            faults.check(
                () -> n.isString() ? FieldSelection.parse(n.asString()) : FieldSelection.parse(n)));
  }

  /// `q`: words or phrases, separated by commas or in a list.
  static Optional<List<String>> words(ObjectNode body, Faults faults) {
    return present(body, "q").flatMap(n -> faults.check(() -> words(n)));
  }

  private static List<String> words(JsonNode node) {
    Stream<String> words;
    if (node.isString()) {
      words = Stream.of(node.asString().split(","));
    } else if (node.isArray() && node.valueStream().allMatch(JsonNode::isString)) {
      words = node.valueStream().map(JsonNode::asString);
    } else {
      throw new InvalidRequest("q", "is " + node + "; expected words");
    }
    List<String> found =
        words
            .map(w -> w.replace("\"", " ").replace('\0', ' ').strip())
            .filter(w -> !w.isEmpty())
            .toList();
    if (found.isEmpty()) {
      throw new InvalidRequest("q", "holds no word");
    }
    if (found.stream().anyMatch(w -> w.length() > MAX_WORD)) {
      throw new InvalidRequest("q", "has a phrase of more than " + MAX_WORD + " characters");
    }
    return few("q", found);
  }

  private static <T> List<T> few(String place, List<T> list) {
    if (list.size() > MAX_LIST) {
      throw new InvalidRequest(
          place, "has " + list.size() + " parts; expected " + MAX_LIST + " at most");
    }
    return list;
  }

  private static Optional<JsonNode> present(ObjectNode body, String name) {
    return Optional.ofNullable(body.get(name)).filter(n -> !n.isNull());
  }
}
