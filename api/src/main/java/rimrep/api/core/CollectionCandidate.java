package rimrep.api.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import rimrep.api.core.SortKey.Direction;
import rimrep.api.core.filter.Candidate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A collection as conditions and sort orders see it: its members are its properties, its extent is
/// its footprint, and it begins when its extent does.
record CollectionCandidate(ObjectNode json) implements Candidate {

  /// Of an extent without a start: before all others.
  private static final Instant ALWAYS = Instant.parse("0000-01-01T00:00:00Z");

  @Override
  public String id() {
    return json.path("id").asString();
  }

  @Override
  public String collection() {
    return id();
  }

  @Override
  public Instant datetime() {
    return start().orElse(ALWAYS);
  }

  private Optional<Instant> start() {
    JsonNode start = json.at("/extent/temporal/interval/0/0");
    return start.stringValueOpt().flatMap(Instants::tryParse);
  }

  @Override
  public JsonNode properties() {
    return json;
  }

  @Override
  public Optional<Geometry> footprint() {
    List<Geometry> boxes =
        CollectionSearch.parts(json.at("/extent/spatial/bbox")).stream()
            .flatMap(b -> CollectionSearch.envelopes(b).stream())
            .map((Envelope e) -> GeoJson.FACTORY.toGeometry(e))
            .toList();
    return boxes.stream().reduce(Geometry::union);
  }

  /// The values of sort keys; JSON null for what it lacks.
  List<JsonNode> values(List<SortKey> order) {
    var values = new ArrayList<JsonNode>();
    for (SortKey key : order) {
      values.add(
          switch (key.field()) {
            case Field.Datetime datetime ->
                start()
                    .<JsonNode>map(i -> JsonNodeFactory.instance.stringNode(i.toString()))
                    .orElse(JsonNodeFactory.instance.nullNode());
            case Field.Id id -> json.path("id");
            case Field.CollectionId collection -> json.path("id");
            case Field.Property property ->
                Optional.ofNullable(json.get(property.name()))
                    .orElse(JsonNodeFactory.instance.nullNode());
          });
    }
    return List.copyOf(values);
  }

  /// Compares two lists of [#values]: missing ones come last in both directions.
  static int compare(List<SortKey> order, List<JsonNode> a, List<JsonNode> b) {
    for (int i = 0; i < order.size(); i++) {
      boolean missing = a.get(i).isNull() || b.get(i).isNull();
      int one =
          missing
              ? Boolean.compare(a.get(i).isNull(), b.get(i).isNull())
              : compare(order.get(i).field(), a.get(i), b.get(i));
      if (one != 0) {
        return !missing && order.get(i).direction() == Direction.DESCENDING ? -one : one;
      }
    }
    return 0;
  }

  private static int compare(Field field, JsonNode a, JsonNode b) {
    if (field instanceof Field.Datetime) {
      return Instant.parse(a.asString()).compareTo(Instant.parse(b.asString()));
    }
    if (rank(a) != rank(b)) {
      return Integer.compare(rank(a), rank(b));
    }
    return a.isNumber()
        ? a.decimalValue().compareTo(b.decimalValue())
        : Arrays.compare(codePoints(a), codePoints(b));
  }

  /// Values of different kinds, in the order that items have: that of PostgreSQL's jsonb.
  private static int rank(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> 1;
      case NUMBER -> 2;
      case BOOLEAN -> 3;
      case ARRAY -> 4;
      default -> 5;
    };
  }

  private static int[] codePoints(JsonNode node) {
    return (node.isString() ? node.asString() : node.toString()).codePoints().toArray();
  }
}
