package rimrep.stac;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// RFC 3339 instants of STAC documents.
final class Times {

  private Times() {}

  static Optional<Schemas.Finding> checkOrder(JsonNode start, JsonNode end, String pointer) {
    Optional<Instant> from = instant(start);
    Optional<Instant> to = instant(end);
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      return Optional.of(
          new Schemas.Finding(
              pointer,
              "the interval starts at " + start.asString() + ", after its end " + end.asString()));
    }
    return Optional.empty();
  }

  /// Empty for null, absent or malformed: the schema reports the last.
  private static Optional<Instant> instant(JsonNode node) {
    try {
      return node.isString()
          ? Optional.of(OffsetDateTime.parse(node.asString().toUpperCase(Locale.ROOT)).toInstant())
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
