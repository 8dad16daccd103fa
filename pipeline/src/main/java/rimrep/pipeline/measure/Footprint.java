package rimrep.pipeline.measure;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.union.UnaryUnionOp;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.table.TableFacts;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Where a table's geometries lie, as a small GeoJSON geometry: few points as they are, many as
/// dissolved cells, so that the map shows where data are, not one big box. Bounded in vertices.
final class Footprint {
  private static final int MOST_VERTICES = 300;
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private Footprint() {}

  static ObjectNode of(TableFacts.Coverage coverage) {
    return switch (coverage) {
      case TableFacts.Coverage.Positions p -> points(p.positions());
      case TableFacts.Coverage.Cells c -> cells(c);
    };
  }

  private static ObjectNode points(List<TableFacts.Position> positions) {
    ObjectNode node = Json.mapper().createObjectNode();
    if (positions.size() == 1) {
      node.put("type", "Point");
      node.putArray("coordinates").add(positions.getFirst().x()).add(positions.getFirst().y());
      return node;
    }
    node.put("type", "MultiPoint");
    ArrayNode all = node.putArray("coordinates");
    positions.forEach(p -> all.addArray().add(p.x()).add(p.y()));
    return node;
  }

  private static ObjectNode cells(TableFacts.Coverage.Cells cells) {
    BoundingBox box = cells.bbox();
    if (box.west() == box.east() || box.south() == box.north()) {
      return line(box);
    }
    Geometry dissolved = dissolve(cells, 1);
    for (int coarser = 2; dissolved.getNumPoints() > MOST_VERTICES; coarser *= 2) {
      dissolved = dissolve(cells, coarser);
    }
    return polygons(dissolved);
  }

  /// All positions on one line along an axis: no cell has an area inside the bounding box.
  private static ObjectNode line(BoundingBox box) {
    ObjectNode node = Json.mapper().createObjectNode().put("type", "LineString");
    ArrayNode ends = node.putArray("coordinates");
    ends.addArray().add(box.west()).add(box.south());
    ends.addArray().add(box.east()).add(box.north());
    return node;
  }

  /// @param factor cells of the coverage along a side of one of ours
  private static Geometry dissolve(TableFacts.Coverage.Cells cells, int factor) {
    BoundingBox box = cells.bbox();
    List<Geometry> squares = new ArrayList<>();
    for (TableFacts.Block block : cells.cells()) {
      squares.add(
          GEOMETRIES.toGeometry(
              new Envelope(
                  edge(box.west(), block.west() / factor * factor, cells.size(), box.east()),
                  edge(box.west(), (block.east() / factor + 1) * factor, cells.size(), box.east()),
                  edge(box.south(), block.south() / factor * factor, cells.size(), box.north()),
                  edge(
                      box.south(),
                      (block.north() / factor + 1) * factor,
                      cells.size(),
                      box.north()))));
    }
    // The union keeps a vertex at every cell; those on a straight side say nothing.
    Geometry outline = TopologyPreservingSimplifier.simplify(UnaryUnionOp.union(squares), 0);
    outline.normalize();
    return outline;
  }

  /// The place of a cell's edge, never beyond the bounding box.
  private static double edge(double from, int cells, double size, double end) {
    return Math.min(from + cells * size, end);
  }

  private static ObjectNode polygons(Geometry union) {
    ObjectNode node = Json.mapper().createObjectNode();
    List<Polygon> parts = new ArrayList<>();
    for (int i = 0; i < union.getNumGeometries(); i++) {
      if (union.getGeometryN(i) instanceof Polygon polygon && !polygon.isEmpty()) {
        parts.add(polygon);
      }
    }
    node.put("type", parts.size() == 1 ? "Polygon" : "MultiPolygon");
    ArrayNode coordinates = node.putArray("coordinates");
    if (parts.size() == 1) {
      rings(parts.getFirst(), coordinates);
    } else {
      parts.forEach(part -> rings(part, coordinates.addArray()));
    }
    return node;
  }

  /// Outer rings counter-clockwise, holes clockwise (RFC 7946 section 3.1.6). JTS's normal form is
  /// the other way round.
  private static void rings(Polygon polygon, ArrayNode target) {
    ring(polygon.getExteriorRing().getCoordinates(), target.addArray());
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      ring(polygon.getInteriorRingN(i).getCoordinates(), target.addArray());
    }
  }

  private static void ring(Coordinate[] coordinates, ArrayNode target) {
    for (int i = coordinates.length - 1; i >= 0; i--) {
      target.addArray().add(coordinates[i].x).add(coordinates[i].y);
    }
  }
}
