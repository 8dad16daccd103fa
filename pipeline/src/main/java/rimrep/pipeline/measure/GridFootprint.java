package rimrep.pipeline.measure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.CoverageUnion;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Where a grid has data: blocks of cells with data, dissolved; coarser blocks until few vertices
/// are left. All cells: the box itself. Curvilinear: the hull of the cells with data.
final class GridFootprint {
  private static final int MOST_VERTICES = 300;
  private static final int FINEST = 64;
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private GridFootprint() {}

  static JsonNode of(BoundingBox bbox, GridAxes axes, BitSet withData) {
    Geometry box = FACTORY.toGeometry(envelope(bbox));
    if (withData.isEmpty()) {
      return geoJson(box);
    }
    double[] y = axes.latitudes();
    double[] x = axes.longitudes();
    if (axes.curvilinear()) {
      return geoJson(hull(withData, y, x, box));
    }
    if (withData.cardinality() == y.length * x.length) {
      return geoJson(box);
    }
    for (int blocks = FINEST; blocks > 1; blocks /= 2) {
      Geometry union = blocks(bbox, withData, edges(y), edges(x), blocks);
      if (union.getNumPoints() <= MOST_VERTICES) {
        return geoJson(union);
      }
    }
    return geoJson(box);
  }

  private static Envelope envelope(BoundingBox bbox) {
    return new Envelope(bbox.west(), bbox.east(), bbox.south(), bbox.north());
  }

  private static Geometry hull(BitSet withData, double[] y, double[] x, Geometry box) {
    if (y.length != x.length) {
      return box;
    }
    List<Coordinate> points = new ArrayList<>();
    withData.stream()
        .filter(i -> GridAxes.isPlace(x[i]) && GridAxes.isPlace(y[i]))
        .forEach(i -> points.add(new Coordinate(x[i], y[i])));
    Geometry hull =
        FACTORY.createMultiPointFromCoords(points.toArray(Coordinate[]::new)).convexHull();
    return hull instanceof Polygon ? hull : box;
  }

  /// Cell edges, one more than cells.
  private static double[] edges(double[] centres) {
    int n = centres.length;
    double[] edges = new double[n + 1];
    for (int i = 1; i < n; i++) {
      edges[i] = (centres[i - 1] + centres[i]) / 2;
    }
    edges[0] = n > 1 ? centres[0] - (centres[1] - centres[0]) / 2 : centres[0];
    edges[n] = n > 1 ? centres[n - 1] + (centres[n - 1] - centres[n - 2]) / 2 : centres[0];
    for (int i = 0; i <= n; i++) {
      edges[i] = Math.rint(edges[i] * 1e9) / 1e9;
    }
    return edges;
  }

  private static Geometry blocks(
      BoundingBox bbox, BitSet withData, double[] yEdges, double[] xEdges, int blocks) {
    int rows = yEdges.length - 1;
    int columns = xEdges.length - 1;
    int high = Math.ceilDiv(rows, Math.min(blocks, rows));
    int wide = Math.ceilDiv(columns, Math.min(blocks, columns));
    List<Geometry> cells = new ArrayList<>();
    for (int row = 0; row < rows; row += high) {
      for (int column = 0; column < columns; column += wide) {
        int bottom = Math.min(row + high, rows);
        int right = Math.min(column + wide, columns);
        if (any(withData, columns, row, bottom, column, right)) {
          Envelope block = new Envelope(xEdges[column], xEdges[right], yEdges[row], yEdges[bottom]);
          cells.add(FACTORY.toGeometry(block.intersection(envelope(bbox))));
        }
      }
    }
    // Blocks side by side share whole edges: dropping those is far less work than an overlay.
    Geometry union = CoverageUnion.union(FACTORY.buildGeometry(cells));
    return TopologyPreservingSimplifier.simplify(union, 0);
  }

  private static boolean any(
      BitSet withData, int columns, int top, int bottom, int left, int right) {
    for (int row = top; row < bottom; row++) {
      int next = withData.nextSetBit(row * columns + left);
      if (next >= 0 && next < row * columns + right) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode geoJson(Geometry geometry) {
    ObjectNode node = Json.mapper().createObjectNode();
    if (geometry instanceof Polygon polygon) {
      node.put("type", "Polygon");
      node.set("coordinates", rings(polygon));
      return node;
    }
    node.put("type", "MultiPolygon");
    ArrayNode parts = node.putArray("coordinates");
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      if (geometry.getGeometryN(i) instanceof Polygon polygon) {
        parts.add(rings(polygon));
      }
    }
    return node;
  }

  /// Outer rings counter-clockwise, holes clockwise (RFC 7946, 3.1.6).
  private static ArrayNode rings(Polygon polygon) {
    ArrayNode rings = Json.mapper().createArrayNode();
    rings.add(ring(polygon.getExteriorRing(), true));
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      rings.add(ring(polygon.getInteriorRingN(i), false));
    }
    return rings;
  }

  private static ArrayNode ring(LinearRing ring, boolean counterClockwise) {
    Coordinate[] points = ring.getCoordinates();
    boolean reverse = Orientation.isCCW(points) != counterClockwise;
    ArrayNode node = Json.mapper().createArrayNode();
    for (int i = 0; i < points.length; i++) {
      Coordinate point = points[reverse ? points.length - 1 - i : i];
      node.addArray().add(point.getX()).add(point.getY());
    }
    return node;
  }
}
