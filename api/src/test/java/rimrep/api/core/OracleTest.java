package rimrep.api.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.locationtech.jts.geom.Geometry;
import rimrep.api.Documents;
import rimrep.api.RunningApi;
import rimrep.api.core.filter.Candidate;
import rimrep.api.core.filter.Evaluation;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Random catalogues and random searches: the API and a list that plain Java filters and sorts must
/// give the same ids in the same order, over all pages, for the public and for insiders.
class OracleTest {

  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final int ITEMS = 150;
  private static final int SEARCHES = Integer.getInteger("rimrep.oracleSearches", 400);

  /// An item as the oracle keeps it.
  private record Kept(ObjectNode json, Optional<Footprint> place) implements Candidate {
    @Override
    public String id() {
      return json.path("id").asString();
    }

    @Override
    public String collection() {
      return json.path("collection").asString();
    }

    @Override
    public Instant datetime() {
      JsonNode datetime = properties().path("datetime");
      return Instants.parse(
          "",
          datetime.isString()
              ? datetime.asString()
              : properties().path("start_datetime").asString());
    }

    Instant start() {
      return Instants.parse(
          "", properties().path("start_datetime").asString(datetime().toString()));
    }

    Instant end() {
      return Instants.parse("", properties().path("end_datetime").asString(datetime().toString()));
    }

    @Override
    public JsonNode properties() {
      return json.path("properties");
    }

    @Override
    public Optional<Geometry> footprint() {
      return place.map(Footprint::geometry);
    }

    boolean isPublic() {
      return properties().path("rimrep:access").asString("").equals("public");
    }
  }

  @Test
  void agreesWithPlainJava() {
    long seed = Long.getLong("rimrep.seed", System.nanoTime());
    System.out.println("oracle seed " + seed);
    var random = new RandomCatalogue(new Random(seed));
    List<Kept> all = new ArrayList<>();
    for (String collection : RandomCatalogue.COLLECTIONS) {
      API.collection(collection);
    }
    for (int i = 0; i < ITEMS; i++) {
      ObjectNode item = random.item(i);
      API.item(Documents.text(item));
      all.add(new Kept(item, Footprint.of(item)));
    }
    List<Kept> open = all.stream().filter(Kept::isPublic).toList();
    int hits = 0;
    for (int i = 0; i < SEARCHES; i++) {
      ObjectNode body = random.search();
      String message = "seed " + seed + " search " + i + ": " + body;
      assertThat(API.searchByPost(StacJson.write(body)))
          .as(message)
          .isEqualTo(expected(body, open));
      List<String> expected = expected(body, all);
      assertThat(insider(body)).as("insider, " + message).isEqualTo(expected);
      hits += expected.isEmpty() ? 0 : 1;
    }
    assertThat(hits).as("searches that find something").isGreaterThan(SEARCHES / 3);
    System.out.println("oracle: " + 2 * SEARCHES + " comparisons, " + hits + " with hits");
  }

  private static List<String> insider(ObjectNode body) {
    var ids = new ArrayList<String>();
    String next = StacJson.write(body);
    while (!next.isEmpty()) {
      var response = API.write("POST", "/search", next);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      ObjectNode page = StacJson.parse(response.body());
      page.path("features").forEach(f -> ids.add(f.path("id").asString()));
      next = "";
      for (JsonNode link : page.path("links")) {
        next = link.path("rel").asString().equals("next") ? link.path("body").toString() : next;
      }
    }
    return ids;
  }

  private static List<String> expected(ObjectNode body, List<Kept> items) {
    ItemSearch search = SearchRequest.ofBody(body).search();
    return items.stream()
        .filter(i -> search.collections().map(c -> c.contains(i.collection())).orElse(true))
        .filter(i -> search.ids().map(c -> c.contains(i.id())).orElse(true))
        .filter(i -> search.time().map(t -> overlaps(t, i)).orElse(true))
        .filter(i -> search.area().map(a -> lies(a, i)).orElse(true))
        .filter(i -> search.filter().map(f -> Evaluation.selects(f.expr(), i)).orElse(true))
        .sorted(order(search.order()))
        .map(Kept::id)
        .toList();
  }

  private static boolean overlaps(TimeRange time, Kept item) {
    return time.from().map(f -> !item.end().isBefore(f)).orElse(true)
        && time.to().map(t -> !item.start().isAfter(t)).orElse(true);
  }

  private static boolean lies(Area area, Kept item) {
    boolean high =
        area.elevation()
            .map(z ->
                item.place()
                    .map(p -> p.lowest() <= z.high() && p.highest() >= z.low())
                    .orElse(false))
            .orElse(true);
    return high
        && item.footprint()
            .map(footprint ->
                area.geometry().isPresent()
                    ? area.geometry().get().intersects(footprint)
                    : area.boxes().stream()
                        .anyMatch(b -> GeoJson.FACTORY.toGeometry(b).intersects(footprint)))
            .orElse(false);
  }

  private static Comparator<Kept> order(List<SortKey> keys) {
    Comparator<Kept> order = (a, b) -> 0;
    for (SortKey key : keys) {
      order = order.thenComparing((a, b) -> compare(key, a, b));
    }
    return order.thenComparing(Kept::collection).thenComparing(Kept::id);
  }

  private static int compare(SortKey key, Kept a, Kept b) {
    boolean down = key.direction() == SortKey.Direction.DESCENDING;
    Kept x = down ? b : a;
    Kept y = down ? a : b;
    return switch (key.field()) {
      case Field.Datetime datetime -> x.datetime().compareTo(y.datetime());
      case Field.Id id -> x.id().compareTo(y.id());
      case Field.CollectionId id -> x.collection().compareTo(y.collection());
      case Field.Property property -> {
        JsonNode one = x.properties().path(property.name());
        JsonNode two = y.properties().path(property.name());
        boolean noA = lacks(a, property.name());
        boolean noB = lacks(b, property.name());
        yield noA || noB ? Boolean.compare(noA, noB) : compare(one, two);
      }
    };
  }

  private static boolean lacks(Kept item, String property) {
    JsonNode value = item.properties().path(property);
    return value.isMissingNode() || value.isNull();
  }

  /// As PostgreSQL orders JSON: text, then numbers, then truth values.
  private static int compare(JsonNode x, JsonNode y) {
    int byKind = Integer.compare(kind(x), kind(y));
    if (byKind != 0) {
      return byKind;
    }
    return switch (kind(x)) {
      case 0 -> x.asString().compareTo(y.asString());
      case 1 -> x.decimalValue().compareTo(y.decimalValue());
      default -> Boolean.compare(x.asBoolean(), y.asBoolean());
    };
  }

  private static int kind(JsonNode node) {
    return node.isString() ? 0 : node.isNumber() ? 1 : 2;
  }
}
