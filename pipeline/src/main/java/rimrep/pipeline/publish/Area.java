package rimrep.pipeline.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.util.AffineTransformation;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The area of a dataset as STAC and RFC 7946 want it: longitudes in -180..180, a footprint across
/// 180 cut in two, a box across 180 with west > east. Everything else of ours keeps the store's own
/// longitudes.
///
/// @param bbox west, south, east, north
record Area(ObjectNode geometry, List<Double> bbox) {
  private static final GeometryFactory FACTORY = new GeometryFactory();
  private static final double TURN = 360;

  /// Empty if the dataset has no place.
  static Optional<Area> of(CompletePackage complete) {
    return box(complete)
        .map(box -> new Area(geometry(complete.at("/measured/footprint"), box), normalised(box)));
  }

  /// In the store's own coordinates.
  static Optional<BoundingBox> box(CompletePackage complete) {
    JsonNode bbox = complete.at("/spatial/bbox");
    return bbox.isMissingNode()
        ? Optional.empty()
        : Optional.of(Json.mapper().treeToValue(bbox, BoundingBox.class));
  }

  static List<Double> normalised(BoundingBox box) {
    double south = Math.max(-90, box.south());
    double north = Math.min(90, box.north());
    double width = box.east() - box.west();
    if (width >= TURN) {
      return List.of(-180.0, south, 180.0, north);
    }
    double shift = TURN * window(box.west(), box.west() == box.east());
    double west = box.west() - shift;
    double east = box.east() - shift;
    return List.of(west, south, east > 180 ? east - TURN : east, north);
  }

  /// Which turn a longitude lies in: 0 for -180..180. 180 belongs to the next turn, unless nothing
  /// lies east of it.
  private static long window(double longitude, boolean eastmost) {
    double turns = (longitude + 180) / TURN;
    return (long) (eastmost ? Math.ceil(turns) - 1 : Math.floor(turns));
  }

  private static ObjectNode geometry(JsonNode footprint, BoundingBox box) {
    Geometry whole =
        footprint.isObject()
            ? GeoJson.read(footprint, FACTORY)
            : FACTORY.toGeometry(new Envelope(box.west(), box.east(), box.south(), box.north()));
    return GeoJson.write(cut(poleToPole(whole)));
  }

  /// Cells at a pole reach beyond it by half a cell; there is nothing there.
  private static Geometry poleToPole(Geometry whole) {
    Envelope envelope = whole.getEnvelopeInternal();
    if (envelope.getMinY() >= -90 && envelope.getMaxY() <= 90) {
      return whole;
    }
    Envelope earth = new Envelope(envelope.getMinX() - 1, envelope.getMaxX() + 1, -90, 90);
    return inside(whole, earth).orElse(whole);
  }

  /// What lies in the box, without the points and lines where it only touches.
  private static Optional<Geometry> inside(Geometry whole, Envelope box) {
    Geometry part = whole.intersection(FACTORY.toGeometry(box));
    List<Geometry> kept = new ArrayList<>();
    for (int i = 0; i < part.getNumGeometries(); i++) {
      Geometry piece = part.getGeometryN(i);
      if (!piece.isEmpty() && piece.getDimension() == whole.getDimension()) {
        kept.add(piece);
      }
    }
    return kept.isEmpty() ? Optional.empty() : Optional.of(FACTORY.buildGeometry(kept));
  }

  private static Geometry cut(Geometry whole) {
    Envelope envelope = whole.getEnvelopeInternal();
    long first = window(envelope.getMinX(), envelope.getWidth() == 0);
    long last = Math.max(first, window(envelope.getMaxX(), true));
    if (first == last) {
      return shifted(whole, first);
    }
    List<Geometry> parts = new ArrayList<>();
    for (long turn = first; turn <= last; turn++) {
      long current = turn;
      inside(whole, windowBox(turn, envelope)).ifPresent(part -> parts.add(shifted(part, current)));
    }
    return parts.stream().reduce(Geometry::union).orElse(whole);
  }

  private static Envelope windowBox(long turn, Envelope envelope) {
    double west = -180 + TURN * turn;
    return new Envelope(west, west + TURN, envelope.getMinY() - 1, envelope.getMaxY() + 1);
  }

  private static Geometry shifted(Geometry geometry, long turn) {
    return turn == 0
        ? geometry
        : AffineTransformation.translationInstance(-TURN * turn, 0).transform(geometry);
  }

  /// The smallest box around all: it may cross 180.
  static List<Double> around(List<BoundingBox> boxes) {
    List<List<Double>> arcs =
        boxes.stream()
            .map(Area::normalised)
            .sorted((a, b) -> a.get(0).compareTo(b.get(0)))
            .toList();
    double south = arcs.stream().mapToDouble(arc -> arc.get(1)).min().orElse(-90);
    double north = arcs.stream().mapToDouble(arc -> arc.get(3)).max().orElse(90);
    double reach = arcs.stream().mapToDouble(Area::beyond180).max().orElse(180);
    double west = -180;
    double east = 180;
    double widest = 0;
    double covered = Math.max(-180, reach - TURN);
    for (int i = 0; i < arcs.size(); i++) {
      double start = arcs.get(i).get(0);
      double from = i == 0 ? reach - TURN : covered;
      if (start - from > widest) {
        widest = start - from;
        west = start;
        east = from;
      }
      covered = Math.max(Math.max(covered, from), beyond180(arcs.get(i)));
    }
    return List.of(west, south, east <= -180 ? east + TURN : east, north);
  }

  private static double beyond180(List<Double> arc) {
    return arc.get(2) < arc.get(0) ? arc.get(2) + TURN : arc.get(2);
  }
}
