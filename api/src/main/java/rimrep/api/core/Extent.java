package rimrep.api.core;

import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import tools.jackson.databind.JsonNode;

/// The boxes that hold the places of a collection.
///
/// @param west of what lies up to longitude 180
/// @param east of what lies beyond it, from -180 on, if a place crosses 180
public record Extent(Optional<Envelope> west, Optional<Envelope> east) {

  static Extent of(JsonNode collection) {
    var west = new Envelope();
    var east = new Envelope();
    for (JsonNode part : CollectionSearch.parts(collection.at("/extent/spatial/bbox"))) {
      var sides = CollectionSearch.envelopes(part);
      west.expandToInclude(sides.getFirst());
      sides.stream().skip(1).forEach(east::expandToInclude);
    }
    return new Extent(known(west), known(east));
  }

  private static Optional<Envelope> known(Envelope box) {
    return Optional.of(box).filter(b -> !b.isNull());
  }
}
