package rimrep.pipeline.publish;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// GeoJSON geometries (RFC 7946) without collections. Written in one normal form: exterior rings
/// counter-clockwise, parts and rings in JTS' order, so that equal areas give equal bytes.
final class GeoJson {
  private GeoJson() {}

  /// @throws IllegalArgumentException if it is no geometry of a plain type
  static Geometry read(JsonNode node, GeometryFactory factory) {
    JsonNode coordinates = node.path("coordinates");
    return switch (node.path("type").stringValue("")) {
      case "Point" -> factory.createPoint(position(coordinates));
      case "MultiPoint" -> factory.createMultiPointFromCoords(positions(coordinates));
      case "LineString" -> factory.createLineString(positions(coordinates));
      case "MultiLineString" ->
          factory.createMultiLineString(
              parts(
                  coordinates,
                  part -> factory.createLineString(positions(part)),
                  LineString[]::new));
      case "Polygon" -> polygon(coordinates, factory);
      case "MultiPolygon" ->
          factory.createMultiPolygon(
              parts(coordinates, part -> polygon(part, factory), Polygon[]::new));
      default ->
          throw new IllegalArgumentException("no plain GeoJSON geometry: " + node.path("type"));
    };
  }

  private static <T> T[] parts(
      JsonNode nodes, Function<JsonNode, T> read, java.util.function.IntFunction<T[]> array) {
    return nodes.valueStream().map(read).toArray(array);
  }

  private static Polygon polygon(JsonNode rings, GeometryFactory factory) {
    LinearRing[] all =
        parts(rings, ring -> factory.createLinearRing(positions(ring)), LinearRing[]::new);
    return all.length == 0
        ? factory.createPolygon()
        : factory.createPolygon(all[0], Arrays.copyOfRange(all, 1, all.length));
  }

  private static Coordinate[] positions(JsonNode nodes) {
    return parts(nodes, GeoJson::position, Coordinate[]::new);
  }

  private static Coordinate position(JsonNode node) {
    return new Coordinate(node.path(0).doubleValue(), node.path(1).doubleValue());
  }

  static ObjectNode write(Geometry geometry) {
    Geometry normal = geometry.norm();
    ObjectNode node = Json.mapper().createObjectNode().put("type", normal.getGeometryType());
    node.set("coordinates", coordinates(normal));
    return node;
  }

  private static ArrayNode coordinates(Geometry geometry) {
    return switch (geometry) {
      case Point point -> position(point.getCoordinate());
      case LineString line -> positions(line.getCoordinates());
      case Polygon polygon -> rings(polygon);
      default -> {
        ArrayNode parts = Json.mapper().createArrayNode();
        IntStream.range(0, geometry.getNumGeometries())
            .forEach(i -> parts.add(coordinates(geometry.getGeometryN(i))));
        yield parts;
      }
    };
  }

  /// JTS' normal form has exterior rings clockwise, RFC 7946 counter-clockwise.
  private static ArrayNode rings(Polygon polygon) {
    ArrayNode rings = Json.mapper().createArrayNode();
    rings.add(positions(polygon.getExteriorRing().reverse().getCoordinates()));
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      rings.add(positions(polygon.getInteriorRingN(i).reverse().getCoordinates()));
    }
    return rings;
  }

  private static ArrayNode positions(Coordinate[] coordinates) {
    ArrayNode nodes = Json.mapper().createArrayNode();
    Arrays.stream(coordinates).forEach(coordinate -> nodes.add(position(coordinate)));
    return nodes;
  }

  private static ArrayNode position(Coordinate coordinate) {
    return Json.mapper().createArrayNode().add(coordinate.x).add(coordinate.y);
  }
}
