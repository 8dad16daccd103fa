package rimrep.api.core.filter;

import java.time.Instant;
import java.util.Optional;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.databind.JsonNode;

/// What a condition can ask of an item.
public interface Candidate {

  String id();

  String collection();

  /// `datetime`, else `start_datetime`.
  Instant datetime();

  /// Scalars and arrays of `properties`.
  JsonNode properties();

  Optional<Geometry> footprint();
}
