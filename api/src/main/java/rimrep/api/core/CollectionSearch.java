package rimrep.api.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.geom.Envelope;
import rimrep.api.core.filter.Evaluation;
import rimrep.api.core.filter.Properties;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Which collections: those whose extent meets a place and a time, that hold a word, and of which a
/// condition on their members holds.
///
/// @param order empty: by id
public record CollectionSearch(
    Optional<Area> area,
    Optional<TimeRange> time,
    Optional<List<String>> words,
    Optional<Filter> filter,
    List<SortKey> order,
    int limit,
    Optional<Cursor> after) {

  /// Portals list all collections at once.
  private static final int DEFAULT_LIMIT = 1_000;

  private static final Set<String> KNOWN =
      Set.of(
          "limit",
          "token",
          "bbox",
          "datetime",
          "q",
          "filter",
          "filter-lang",
          "filter-crs",
          "query",
          "sortby",
          "fields");

  /// Members that the specification gives to collections: they may be asked for even where no
  /// collection has them.
  private static final Set<String> MEMBERS =
      Set.of(
          "type",
          "stac_version",
          "stac_extensions",
          "title",
          "description",
          "keywords",
          "license",
          "providers",
          "extent",
          "summaries",
          "assets",
          "item_assets",
          "created",
          "updated");

  /// A search as a client asks it.
  ///
  /// @param token of the page, not yet checked
  /// @param fields which members are shown; absent: all
  record Asked(CollectionSearch search, Optional<String> token, Optional<FieldSelection> fields) {}

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
            SearchParts.filter(body, "cql2-text", faults),
            body.has("sortby") ? SearchParts.order(body, faults) : List.of(),
            SearchRequest.limit(body, DEFAULT_LIMIT, faults),
            Optional.empty());
    Optional<FieldSelection> fields = SearchParts.fields(body, faults);
    faults.throwIfAny();
    return new Asked(search, body.path("token").stringValueOpt(), fields);
  }

  CollectionSearch from(Cursor cursor) {
    return new CollectionSearch(area, time, words, filter, order, limit, Optional.of(cursor));
  }

  String fingerprint(Viewer viewer) {
    return String.join(
        "\n",
        "collections",
        viewer.toString(),
        area.map(Area::words).toString(),
        time.toString(),
        words.toString(),
        filter.map(Filter::words).toString(),
        order.toString());
  }

  /// The members of collections that it asks for, beside those that the specification names.
  Set<String> members() {
    var names = new TreeSet<String>();
    filter.ifPresent(f -> names.addAll(Properties.of(f.expr())));
    for (SortKey key : order) {
      if (key.field() instanceof Field.Property property) {
        names.add(property.name());
      }
    }
    names.removeAll(MEMBERS);
    return names;
  }

  /// Whether documents must be looked at: [#matches].
  public boolean asksDocument() {
    return area.isPresent() || time.isPresent() || filter.isPresent();
  }

  /// Whether the extent of a collection meets place and time, and the condition holds.
  public boolean matches(DocumentText document) {
    ObjectNode json = StacJson.parse(document.text());
    JsonNode extent = json.path("extent");
    boolean selected =
        filter.isEmpty() || Evaluation.selects(filter.get().expr(), new CollectionCandidate(json));
    return selected
        && area.map(a -> lies(a, extent.at("/spatial/bbox"))).orElse(true)
        && time.map(t -> overlaps(t, extent.at("/temporal/interval"))).orElse(true);
  }

  /// Of several boxes or intervals the first is the whole, the others are its parts.
  static List<JsonNode> parts(JsonNode list) {
    List<JsonNode> all = list.valueStream().toList();
    return all.size() > 1 ? all.subList(1, all.size()) : all;
  }

  private static boolean lies(Area area, JsonNode boxes) {
    Area.Matcher matcher = area.matcher();
    return parts(boxes).stream().flatMap(b -> envelopes(b).stream()).anyMatch(matcher::matchesBox);
  }

  static List<Envelope> envelopes(JsonNode box) {
    int half = box.size() / 2;
    double west = GeoJson.number(box.path(0));
    double east = GeoJson.number(box.path(half));
    double south = GeoJson.number(box.path(1));
    double north = GeoJson.number(box.path(half + 1));
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
