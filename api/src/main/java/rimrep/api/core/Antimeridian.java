package rimrep.api.core;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.GeometryComponentFilter;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.TopologyException;
import org.locationtech.jts.geom.util.AffineTransformation;

/// Brings geometries into longitudes -180 to 180: what lies beyond is cut at 180 and moved round
/// the world (RFC 7946 section 3.1.9).
final class Antimeridian {

  private Antimeridian() {}

  /// @throws InvalidRequest if a polygon crosses itself so that it cannot be cut
  static Geometry cut(Geometry geometry) {
    Envelope envelope = geometry.getEnvelopeInternal();
    if (envelope.isNull() || (envelope.getMinX() >= -180 && envelope.getMaxX() <= 180)) {
      return geometry;
    }
    var parts = new ArrayList<Geometry>();
    for (int turns = -1; turns <= 1; turns++) {
      Geometry moved =
          AffineTransformation.translationInstance(turns * 360.0, 0).transform(geometry);
      collect(moved, world(moved.getEnvelopeInternal()), parts);
    }
    return GeoJson.FACTORY.buildGeometry(parts);
  }

  /// Rings whose neighbouring vertices lie more than 180 degrees apart go the short way, across
  /// 180. Only for a geometry that is known to cross: changes it in place.
  static Geometry unwrap(Geometry geometry) {
    Geometry copy = geometry.copy();
    copy.apply(
        (GeometryComponentFilter)
            part -> {
              if (part instanceof LineString line) {
                unwrap(line.getCoordinateSequence());
              }
            });
    copy.geometryChanged();
    return copy;
  }

  private static void unwrap(CoordinateSequence points) {
    for (int i = 1; i < points.size(); i++) {
      double before = points.getX(i - 1);
      double here = points.getX(i);
      double turns = Math.rint((before - here) / 360.0);
      if (Math.abs(before - here) > 180 && turns != 0) {
        points.setOrdinate(i, CoordinateSequence.X, here + turns * 360.0);
      }
    }
  }

  private static void collect(Geometry geometry, Geometry world, List<Geometry> parts) {
    if (geometry instanceof GeometryCollection many) {
      for (int i = 0; i < many.getNumGeometries(); i++) {
        collect(many.getGeometryN(i), world, parts);
      }
      return;
    }
    if (world.getEnvelopeInternal().intersects(geometry.getEnvelopeInternal())) {
      addParts(intersection(geometry, world), geometry.getDimension(), parts);
    }
  }

  /// A polygon that only touches 180 leaves a line there, which is no part of it.
  private static void addParts(Geometry cut, int dimension, List<Geometry> parts) {
    for (int i = 0; i < cut.getNumGeometries(); i++) {
      Geometry part = cut.getGeometryN(i);
      if (!part.isEmpty() && part.getDimension() == dimension) {
        parts.add(part);
      }
    }
  }

  private static Geometry intersection(Geometry geometry, Geometry world) {
    try {
      return geometry.intersection(world);
    } catch (TopologyException e) {
      throw new InvalidRequest(
          "geometry", "crosses itself and reaches beyond 180 degrees: " + e.getMessage());
    }
  }

  private static Geometry world(Envelope moved) {
    Coordinate low = new Coordinate(-180, Math.min(-90, moved.getMinY()));
    Coordinate high = new Coordinate(180, Math.max(90, moved.getMaxY()));
    return GeoJson.FACTORY.toGeometry(new Envelope(low, high));
  }
}
