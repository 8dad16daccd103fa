package rimrep.stac;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Rules of the Item specification that JSON Schema cannot say.
final class ItemRules {

  private ItemRules() {}

  static List<Schemas.Finding> check(ObjectNode item) {
    var findings = new ArrayList<Schemas.Finding>();
    JsonNode properties = item.path("properties");
    Times.checkOrder(
            properties.path("start_datetime"), properties.path("end_datetime"), "/properties")
        .ifPresent(findings::add);
    Boxes.check(item.path("bbox"), "/bbox").ifPresent(findings::add);
    rings(item.path("geometry"), "/geometry", findings);
    return findings;
  }

  private static void rings(JsonNode geometry, String pointer, List<Schemas.Finding> findings) {
    JsonNode coordinates = geometry.path("coordinates");
    switch (geometry.path("type").asString("")) {
      case "Polygon" -> polygon(coordinates, pointer + "/coordinates", findings);
      case "MultiPolygon" -> {
        for (int i = 0; i < coordinates.size(); i++) {
          polygon(coordinates.get(i), pointer + "/coordinates/" + i, findings);
        }
      }
      case "GeometryCollection" -> {
        JsonNode geometries = geometry.path("geometries");
        for (int i = 0; i < geometries.size(); i++) {
          rings(geometries.get(i), pointer + "/geometries/" + i, findings);
        }
      }
      default -> {
        // points and lines have no rings; an unknown type is the schema's finding
      }
    }
  }

  private static void polygon(JsonNode polygon, String pointer, List<Schemas.Finding> findings) {
    for (int i = 0; i < polygon.size(); i++) {
      JsonNode ring = polygon.get(i);
      if (ring.isArray() && !ring.isEmpty() && !ring.get(0).equals(ring.get(ring.size() - 1))) {
        findings.add(
            new Schemas.Finding(
                pointer + "/" + i,
                "the ring starts at "
                    + ring.get(0)
                    + " and ends at "
                    + ring.get(ring.size() - 1)
                    + "; expected a closed ring (RFC 7946 section 3.1.6)"));
      }
    }
  }

  /// Shared by Items and Collections.
  static final class Boxes {

    private Boxes() {}

    /// West may be greater than east (across 180), south never greater than north.
    static Optional<Schemas.Finding> check(JsonNode bbox, String pointer) {
      int half = bbox.size() / 2;
      boolean numbers = bbox.isArray() && bbox.valueStream().allMatch(JsonNode::isNumber);
      if (!numbers || (bbox.size() != 4 && bbox.size() != 6)) {
        return Optional.empty(); // the schema's finding
      }
      for (JsonNode number : bbox) {
        if (Double.isInfinite(number.numberValue().doubleValue())) {
          return Optional.of(new Schemas.Finding(pointer, number + " is no place and no height"));
        }
      }
      double south = bbox.get(1).asDouble();
      double north = bbox.get(half + 1).asDouble();
      if (south > north) {
        return Optional.of(
            new Schemas.Finding(
                pointer,
                "south "
                    + bbox.get(1)
                    + " lies north of north "
                    + bbox.get(half + 1)
                    + "; expected west,south,east,north"));
      }
      return Optional.empty();
    }
  }
}
