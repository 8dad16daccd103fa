package rimrep.api.core;

import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;
import tools.jackson.databind.JsonNode;

/// Where an item lies: longitude -180 to 180, latitude, and elevation in metres (0 if 2D).
///
/// @param geometry cut at 180
/// @param west its box, or if it crosses 180 the box of the part up to 180
/// @param east the box of the part from -180 on, only if it crosses
/// @param rectangle the geometry equals its boxes
public record Footprint(
    Geometry geometry,
    Envelope west,
    Optional<Envelope> east,
    boolean rectangle,
    double lowest,
    double highest) {

  /// @return empty for `"geometry": null`
  /// @throws InvalidRequest if the geometry is not valid GeoJSON
  static Optional<Footprint> of(JsonNode item) {
    if (!item.path("geometry").isObject()) {
      return Optional.empty();
    }
    Geometry sent = GeoJson.read("/geometry", item.path("geometry"));
    if (sent.isEmpty()) {
      throw new InvalidRequest("/geometry", "is empty; expected coordinates, or null");
    }
    JsonNode bbox = item.path("bbox");
    double west = bbox.path(0).asDouble(0);
    double east = bbox.path(bbox.size() / 2).asDouble(0);
    boolean crosses = west > east;
    Geometry geometry = Antimeridian.cut(crosses ? Antimeridian.unwrap(sent) : sent);
    Elevation elevation = Elevation.of(sent, bbox);
    return Optional.of(crosses ? crossing(geometry, west, elevation) : plain(geometry, elevation));
  }

  private record Elevation(double lowest, double highest) {

    static Elevation of(Geometry geometry, JsonNode bbox) {
      if (bbox.size() == 6) {
        return new Elevation(bbox.get(2).asDouble(), bbox.get(5).asDouble());
      }
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (Coordinate c : geometry.getCoordinates()) {
        double z = Double.isNaN(c.getZ()) ? 0 : c.getZ();
        low = Math.min(low, z);
        high = Math.max(high, z);
      }
      return new Elevation(low, high);
    }
  }

  private static Footprint plain(Geometry geometry, Elevation elevation) {
    return new Footprint(
        geometry,
        geometry.getEnvelopeInternal(),
        Optional.empty(),
        isRectangle(geometry),
        elevation.lowest(),
        elevation.highest());
  }

  private static Footprint crossing(Geometry geometry, double west, Elevation elevation) {
    var before = new Envelope();
    var beyond = new Envelope();
    boolean rectangle = geometry.getNumGeometries() <= 2;
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      Geometry part = geometry.getGeometryN(i);
      boolean far = part.getEnvelopeInternal().getMinX() < west - 1e-9;
      (far ? beyond : before).expandToInclude(part.getEnvelopeInternal());
      rectangle &= isRectangle(part);
    }
    if (before.isNull() || beyond.isNull()) {
      return plain(geometry, elevation);
    }
    return new Footprint(
        geometry,
        before,
        Optional.of(beyond),
        rectangle && geometry.getNumGeometries() == 2,
        elevation.lowest(),
        elevation.highest());
  }

  private static boolean isRectangle(Geometry geometry) {
    return geometry instanceof Point || geometry.isRectangle();
  }
}
