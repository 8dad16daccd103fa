package rimrep.api.core;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import rimrep.stac.StacFormatException;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A search as a client asks it, by query parameters or by a JSON body, read into an [ItemSearch].
///
/// @param token of the page, not yet checked
/// @param fields which members of items are shown; absent: all
public record SearchRequest(
    ItemSearch search, Optional<String> token, Optional<FieldSelection> fields) {

  /// What a search understands, on `/search` and on `/collections/{id}/items` alike: clients send
  /// `collections` to both.
  public static final Set<String> KNOWN =
      Set.of(
          "limit",
          "bbox",
          "datetime",
          "intersects",
          "ids",
          "collections",
          "sortby",
          "fields",
          "filter",
          "filter-lang",
          "filter-crs",
          "query",
          "q",
          "token");

  /// @param parameters decoded, each with its values in order
  /// @throws InvalidRequest with all that is wrong, unknown parameters too
  public static SearchRequest ofQuery(Map<String, List<String>> parameters) {
    ObjectNode body = StacJson.newObject();
    var faults = new Faults();
    parameters.forEach((name, values) -> {
      if (!isEmptyList(name, values)) {
        faults.check(() -> body.set(name, asJson(name, values)));
      }
    });
    return read(body, "cql2-text", faults);
  }

  /// `ids=` and `collections=` ask nothing: a form sends them where nothing was chosen. An empty
  /// list in a body was written on purpose, and finds nothing.
  private static boolean isEmptyList(String name, List<String> values) {
    return (name.equals("ids") || name.equals("collections"))
        && values.stream().allMatch(String::isEmpty);
  }

  /// @param body of a POST
  /// @throws InvalidRequest with all that is wrong, unknown members too
  public static SearchRequest ofBody(ObjectNode body) {
    return read(body, "cql2-json", new Faults());
  }

  /// The search in one collection, whose id is part of the path; `collections` asks further.
  public SearchRequest in(String collection) {
    var one = new TreeSet<>(Set.of(collection));
    search.collections().ifPresent(one::retainAll);
    return new SearchRequest(search.in(one), token, fields);
  }

  static JsonNode asJson(String name, List<String> values) {
    ObjectNode json = StacJson.newObject();
    String joined = String.join(",", values);
    switch (name) {
      case "collections", "ids" ->
          Arrays.stream(joined.split(",")).forEach(json.putArray(name)::add);
      case "bbox" ->
          Arrays.stream(joined.split(",", -1)).forEach(n -> json.withArray(name).add(number(n)));
      case "intersects" -> json.set(name, geometry(joined));
      default -> {
        if (values.size() > 1) {
          throw new InvalidRequest(name, "is given " + values.size() + " times; expected once");
        }
        json.put(name, name.equals("datetime") ? withPlus(joined) : joined);
      }
    }
    return json.get(name);
  }

  /// In a query a plus sign means a space; of a zone, `+10:00`, it can only have been meant.
  static String withPlus(String datetime) {
    return datetime.replaceAll(" (?=\\d{2}:\\d{2}(/|$))", "+");
  }

  private static double number(String text) {
    if (!text.strip().matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?")) {
      throw new InvalidRequest("bbox", "\"" + text + "\" is no number");
    }
    return Double.parseDouble(text.strip());
  }

  private static ObjectNode geometry(String text) {
    try {
      return StacJson.parse(text);
    } catch (StacFormatException e) {
      throw new InvalidRequest("intersects", e.getMessage());
    }
  }

  private static SearchRequest read(ObjectNode body, String language, Faults faults) {
    for (String name : body.propertyNames()) {
      if (!KNOWN.contains(name)) {
        faults.add(name, "is unknown here; expected one of " + new TreeSet<>(KNOWN));
      }
    }
    Optional<Area> box = present(body, "bbox").flatMap(n -> faults.check(() -> box(n)));
    Optional<Area> shape =
        present(body, "intersects")
            .flatMap(n -> faults.check(() -> Area.ofGeometry("intersects", n)));
    if (box.isPresent() && shape.isPresent()) {
      faults.add("bbox", "and intersects are both given; expected one of them");
    }
    var search =
        new ItemSearch(
            strings(body, "collections", faults),
            strings(body, "ids", faults),
            box.or(() -> shape),
            string(body, "datetime", faults).flatMap(t -> faults.check(() -> TimeRange.parse(t))),
            SearchParts.filter(body, language, faults),
            SearchParts.words(body, faults),
            SearchParts.order(body, faults),
            limit(body, ItemSearch.DEFAULT_LIMIT, faults),
            Optional.empty());
    Optional<String> token = string(body, "token", faults);
    Optional<FieldSelection> fields = SearchParts.fields(body, faults);
    faults.throwIfAny();
    return new SearchRequest(search, token, fields);
  }

  private static Optional<JsonNode> present(ObjectNode body, String name) {
    return Optional.ofNullable(body.get(name)).filter(n -> !n.isNull());
  }

  static Area box(JsonNode node) {
    if (!node.isArray() || !node.valueStream().allMatch(JsonNode::isNumber)) {
      throw new InvalidRequest("bbox", "is " + node + "; expected 4 or 6 numbers");
    }
    return Area.ofBox(node.valueStream().map(GeoJson::number).toList());
  }

  private static Optional<String> string(ObjectNode body, String name, Faults faults) {
    return present(body, name)
        .flatMap(node ->
            faults.check(() ->
                node.stringValueOpt()
                    .orElseThrow(
                        () -> new InvalidRequest(name, "is " + node + "; expected text"))));
  }

  private static Optional<SortedSet<String>> strings(ObjectNode body, String name, Faults faults) {
    return present(body, name).flatMap(node -> faults.check(() -> strings(name, node)));
  }

  private static SortedSet<String> strings(String name, JsonNode node) {
    if (!node.isArray() || !node.valueStream().allMatch(JsonNode::isString)) {
      throw new InvalidRequest(name, "is " + node + "; expected a list of ids");
    }
    return node.valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The parameter `limit`, capped.
  static int limit(ObjectNode body, int absent, Faults faults) {
    return present(body, "limit").flatMap(n -> faults.check(() -> limit(n))).orElse(absent);
  }

  private static int limit(JsonNode node) {
    String text = node.isString() || node.isIntegralNumber() ? node.asString() : "";
    if (!text.matches("0*[1-9]\\d*")) {
      throw new InvalidRequest("limit", "is " + node + "; expected a whole number from 1");
    }
    String digits = text.replaceFirst("^0+", "");
    return digits.length() > 5
        ? ItemSearch.MAX_LIMIT
        : Math.min(ItemSearch.MAX_LIMIT, Integer.parseInt(digits));
  }
}
