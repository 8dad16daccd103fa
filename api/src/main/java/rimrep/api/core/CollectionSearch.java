package rimrep.api.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.geom.Envelope;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which collections: those whose extent meets a place and a time, and that hold a word. By id.
public record CollectionSearch(
    Optional<Area> area,
    Optional<TimeRange> time,
    Optional<List<String>> words,
    int limit,
    Optional<Cursor> after) {

  /// Portals list all collections at once.
  private static final int DEFAULT_LIMIT = 1_000;

  private static final Set<String> KNOWN = Set.of("limit", "token", "bbox", "datetime", "q");

  /// A search as a client asks it.
  ///
  /// @param token of the page, not yet checked
  record Asked(CollectionSearch search, Optional<String> token) {}

  /// @throws InvalidRequest with all that is wrong, unknown parameters too
  static Asked parse(Map<String, List<String>> parameters) {
    ObjectNode body = StacJson.newObject();
    var faults = new Faults();
    parameters.forEach((name, values) -> {
      if (KNOWN.contains(name)) {
        faults.check(() -> body.set(name, SearchRequest.asJson(name, values)));
      } else {
        faults.add(name, "is unknown here; expected one of " + new TreeSet<>(KNOWN));
      }
    });
    var search =
        new CollectionSearch(
            Optional.ofNullable(body.get("bbox"))
                .flatMap(n -> faults.check(() -> SearchRequest.box(n))),
            body.path("datetime")
                .stringValueOpt()
                .flatMap(t -> faults.check(() -> TimeRange.parse(t))),
            SearchParts.words(body, faults),
            SearchRequest.limit(body, DEFAULT_LIMIT, faults),
            Optional.empty());
    faults.throwIfAny();
    return new Asked(search, body.path("token").stringValueOpt());
  }

  CollectionSearch from(Cursor cursor) {
    return new CollectionSearch(area, time, words, limit, Optional.of(cursor));
  }

  String fingerprint(Viewer viewer) {
    return String.join(
        "\n",
        "collections",
        viewer.toString(),
        area.map(Area::words).toString(),
        time.toString(),
        words.toString());
  }

  /// Whether extents are asked for at all.
  public boolean asksExtent() {
    return area.isPresent() || time.isPresent();
  }

  /// Whether the extent of a collection meets place and time.
  public boolean matches(DocumentText document) {
    JsonNode extent = StacJson.parse(document.text()).path("extent");
    return area.map(a -> lies(a, extent.at("/spatial/bbox"))).orElse(true)
        && time.map(t -> overlaps(t, extent.at("/temporal/interval"))).orElse(true);
  }

  /// Of several boxes or intervals the first is the whole, the others are its parts.
  private static List<JsonNode> parts(JsonNode list) {
    List<JsonNode> all = list.valueStream().toList();
    return all.size() > 1 ? all.subList(1, all.size()) : all;
  }

  private static boolean lies(Area area, JsonNode boxes) {
    Area.Matcher matcher = area.matcher();
    return parts(boxes).stream().flatMap(b -> envelopes(b).stream()).anyMatch(matcher::matchesBox);
  }

  private static List<Envelope> envelopes(JsonNode box) {
    int half = box.size() / 2;
    double west = box.path(0).asDouble();
    double east = box.path(half).asDouble();
    double south = box.path(1).asDouble();
    double north = box.path(half + 1).asDouble();
    return west <= east
        ? List.of(new Envelope(west, east, south, north))
        : List.of(new Envelope(west, 180, south, north), new Envelope(-180, east, south, north));
  }

  private static boolean overlaps(TimeRange time, JsonNode intervals) {
    return parts(intervals).stream()
        .anyMatch(i -> before(time.from(), i.path(1)) && after(time.to(), i.path(0)));
  }

  private static boolean before(Optional<Instant> from, JsonNode end) {
    return from.isEmpty()
        || !end.isString()
        || !Instants.parse("extent", end.asString()).isBefore(from.get());
  }

  private static boolean after(Optional<Instant> to, JsonNode start) {
    return to.isEmpty()
        || !start.isString()
        || !Instants.parse("extent", start.asString()).isAfter(to.get());
  }
}
