package rimrep.api.core;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.PrecisionModel;
import tools.jackson.databind.JsonNode;

/// GeoJSON geometries (RFC 7946 section 3.1) as JTS geometries: longitude, latitude in degrees,
/// elevation in metres if given.
public final class GeoJson {

  static final GeometryFactory FACTORY = new GeometryFactory(new PrecisionModel(), 4326);

  private GeoJson() {}

  /// @param pointer place of `node`, named in faults
  /// @throws InvalidRequest if it is no valid GeoJSON geometry
  public static Geometry read(String pointer, JsonNode node) {
    JsonNode at = node.path("coordinates");
    String inside = pointer + "/coordinates";
    try {
      return switch (node.path("type").asString("")) {
        case "Point" -> point(inside, at);
        case "MultiPoint" ->
            FACTORY.createMultiPoint(each(inside, at, GeoJson::point).toArray(Point[]::new));
        case "LineString" -> line(inside, at);
        case "MultiLineString" ->
            FACTORY.createMultiLineString(
                each(inside, at, GeoJson::line).toArray(LineString[]::new));
        case "Polygon" -> polygon(inside, at);
        case "MultiPolygon" ->
            FACTORY.createMultiPolygon(each(inside, at, GeoJson::polygon).toArray(Polygon[]::new));
        case "GeometryCollection" ->
            FACTORY.createGeometryCollection(
                each(pointer + "/geometries", node.path("geometries"), GeoJson::read)
                    .toArray(Geometry[]::new));
        default ->
            throw new InvalidRequest(
                pointer, "/type is " + node.path("type") + "; expected a GeoJSON geometry type");
      };
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest(pointer, String.valueOf(e.getMessage()));
    }
  }

  private interface Reader<T> {
    T read(String pointer, JsonNode node);
  }

  private static <T> List<T> each(String pointer, JsonNode array, Reader<T> reader) {
    if (!array.isArray()) {
      throw new InvalidRequest(pointer, "is missing or no array");
    }
    var parts = new ArrayList<T>(array.size());
    for (int i = 0; i < array.size(); i++) {
      parts.add(reader.read(pointer + "/" + i, array.get(i)));
    }
    return parts;
  }

  private static Point point(String pointer, JsonNode node) {
    return FACTORY.createPoint(position(pointer, node));
  }

  private static LineString line(String pointer, JsonNode node) {
    return FACTORY.createLineString(positions(pointer, node));
  }

  private static LinearRing ring(String pointer, JsonNode node) {
    return FACTORY.createLinearRing(positions(pointer, node));
  }

  private static Polygon polygon(String pointer, JsonNode node) {
    List<LinearRing> rings = each(pointer, node, GeoJson::ring);
    if (rings.isEmpty()) {
      throw new InvalidRequest(pointer, "has no ring");
    }
    return FACTORY.createPolygon(
        rings.getFirst(), rings.subList(1, rings.size()).toArray(LinearRing[]::new));
  }

  private static Coordinate[] positions(String pointer, JsonNode node) {
    return each(pointer, node, GeoJson::position).toArray(Coordinate[]::new);
  }

  private static Coordinate position(String pointer, JsonNode node) {
    if (!node.isArray() || node.size() < 2 || !node.valueStream().allMatch(JsonNode::isNumber)) {
      throw new InvalidRequest(
          pointer, "is " + shorten(node.toString()) + "; expected longitude, latitude");
    }
    double x = number(node.get(0));
    double y = number(node.get(1));
    checkPlace(pointer, x, y);
    double z = node.size() > 2 ? number(node.get(2)) : Double.NaN;
    if (Double.isInfinite(z)) {
      throw new InvalidRequest(pointer, "has a height of " + shorten(node.get(2).toString()));
    }
    return new Coordinate(x, y, z);
  }

  /// Infinite where a double does not reach.
  static double number(JsonNode number) {
    return number.numberValue().doubleValue();
  }

  private static void checkPlace(String pointer, double x, double y) {
    if (!(Math.abs(x) <= 540) || !(Math.abs(y) <= 90)) {
      throw new InvalidRequest(
          pointer,
          x + " " + y + " is no place; expected longitude -180 to 180, latitude -90 to 90");
    }
  }

  /// The geometry, if all its positions are places.
  public static Geometry checked(String pointer, Geometry geometry) {
    for (Coordinate c : geometry.getCoordinates()) {
      checkPlace(pointer, c.x, c.y);
    }
    return geometry;
  }

  private static String shorten(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
