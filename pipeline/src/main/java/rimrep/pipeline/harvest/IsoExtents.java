package rimrep.pipeline.harvest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.harvest.HarvestedRecord.FieldProblem;
import rimrep.pipeline.harvest.HarvestedRecord.Outline;
import rimrep.pipeline.harvest.HarvestedRecord.Period;

/// Reads the extents of an ISO record, of which there may be many: boxes, polygons, times.
final class IsoExtents {
  private static final double EARTH_RADIUS_METRES = 6378137;
  private static final Pattern EPSG_4326 = Pattern.compile("(?i).*EPSG:.*\\b4326|.*/EPSG/.*/4326");
  private static final Pattern WEB_MERCATOR = Pattern.compile("(?i).*EPSG.*[:/](3857|900913)");
  private static final Pattern LONGITUDE_FIRST = Pattern.compile("(?i)|.*CRS[:/]?.*84");

  private final List<FieldProblem> problems;
  private final List<BoundingBox> boxes = new ArrayList<>();
  private final List<Outline> outlines = new ArrayList<>();
  private final List<Period> periods = new ArrayList<>();

  IsoExtents(List<FieldProblem> problems) {
    this.problems = problems;
  }

  List<BoundingBox> boxes() {
    return List.copyOf(boxes);
  }

  List<Outline> outlines() {
    return List.copyOf(outlines);
  }

  List<Period> periods() {
    return List.copyOf(periods);
  }

  void read(XmlElement extent) {
    extent.below("EX_GeographicBoundingBox").forEach(this::box);
    extent.below("Polygon").forEach(this::polygon);
    extent.below("EX_TemporalExtent").forEach(this::period);
  }

  private void box(XmlElement box) {
    try {
      double west = degrees(box, "westBoundLongitude");
      double south = degrees(box, "southBoundLatitude");
      double east = degrees(box, "eastBoundLongitude");
      double north = degrees(box, "northBoundLatitude");
      if (Math.abs(south) > 90 || Math.abs(north) > 90) {
        problem(box, "latitudes " + south + " and " + north, "-90 to 90");
        return;
      }
      boxes.add(new BoundingBox(west, south, west > east ? east + 360 : east, north));
    } catch (IllegalArgumentException e) {
      problem(box, String.valueOf(e.getMessage()), "west, south, east, north in degrees");
    }
  }

  private static double degrees(XmlElement box, String name) {
    String text = box.first(name).map(XmlElement::value).map(Texts::line).orElse("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no " + name);
    }
    return Double.parseDouble(text);
  }

  private void period(XmlElement temporal) {
    Optional<XmlElement> period =
        temporal.tree().filter(e -> e.name().equals("TimePeriod")).findFirst();
    Period found;
    if (period.isPresent()) {
      found = new Period(time(period.get(), "begin"), time(period.get(), "end"));
    } else {
      Optional<String> instant =
          temporal
              .below("timePosition")
              .map(e -> Texts.line(e.ownText()))
              .filter(t -> !t.isEmpty())
              .findFirst();
      found = new Period(instant, instant);
    }
    if (found.start().isEmpty() && found.end().isEmpty()) {
      problem(temporal, "no time", "a start or an end");
      return;
    }
    periods.add(found);
  }

  private static Optional<String> time(XmlElement period, String side) {
    return period
        .first(side + "Position")
        .or(() -> period.first(side + "/TimeInstant/timePosition"))
        .map(e -> Texts.line(e.ownText()))
        .filter(t -> !t.isEmpty());
  }

  private void polygon(XmlElement polygon) {
    Optional<String> crs = polygon.attribute("srsName").filter(name -> !name.isBlank());
    String ring = polygon.first("exterior/LinearRing").map(IsoExtents::positions).orElse("");
    try {
      List<Coordinate> points = points(ring);
      outlines.add(new Outline(crs, points.size(), envelope(polygon, crs, points)));
    } catch (IllegalArgumentException e) {
      problem(polygon, "positions that are no numbers", "pairs of numbers");
    }
  }

  private static String positions(XmlElement ring) {
    StringBuilder text = new StringBuilder();
    ring.tree()
        .filter(e -> e.name().equals("posList") || e.name().equals("pos"))
        .forEach(e -> text.append(e.ownText()).append(' '));
    if (text.isEmpty()) {
      ring.below("coordinates")
          .forEach(e -> text.append(e.ownText().replace(',', ' ')).append(' '));
    }
    return text.toString();
  }

  private static List<Coordinate> points(String text) {
    String[] numbers = text.strip().isEmpty() ? new String[0] : text.strip().split("\\s+");
    if (numbers.length < 6 || numbers.length % 2 != 0) {
      throw new IllegalArgumentException(numbers.length + " numbers");
    }
    List<Coordinate> points = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += 2) {
      points.add(
          new Coordinate(Double.parseDouble(numbers[i]), Double.parseDouble(numbers[i + 1])));
    }
    return points;
  }

  /// The polygon's box in degrees; also looks whether the polygon is valid.
  private Optional<BoundingBox> envelope(
      XmlElement polygon, Optional<String> crs, List<Coordinate> points) {
    String name = crs.orElse("");
    List<Coordinate> degrees;
    if (LONGITUDE_FIRST.matcher(name).matches()) {
      degrees = points;
    } else if (EPSG_4326.matcher(name).matches()) {
      degrees = points.stream().map(p -> new Coordinate(p.y, p.x)).toList();
    } else if (WEB_MERCATOR.matcher(name).matches()) {
      problem(polygon, "a polygon in " + name, "degrees");
      degrees = points.stream().map(IsoExtents::fromMercator).toList();
    } else {
      problem(polygon, "a polygon in " + name, "a reference system in degrees");
      return Optional.empty();
    }
    checkValid(polygon, degrees);
    return box(degrees);
  }

  private static Coordinate fromMercator(Coordinate metres) {
    double latitude = 2 * Math.atan(Math.exp(metres.y / EARTH_RADIUS_METRES)) - Math.PI / 2;
    return new Coordinate(Math.toDegrees(metres.x / EARTH_RADIUS_METRES), Math.toDegrees(latitude));
  }

  private void checkValid(XmlElement polygon, List<Coordinate> points) {
    if (!points.getFirst().equals2D(points.getLast())) {
      problem(polygon, "a ring that is not closed", "the first point again at its end");
      return;
    }
    if (points.size() < 4) {
      problem(polygon, "a ring of " + points.size() + " points", "four or more");
      return;
    }
    TopologyValidationError error =
        new IsValidOp(new GeometryFactory().createPolygon(points.toArray(Coordinate[]::new)))
            .getValidationError();
    if (error != null) {
      problem(polygon, error.getMessage(), "a valid polygon");
    }
  }

  private static Optional<BoundingBox> box(List<Coordinate> points) {
    double west = points.stream().mapToDouble(p -> p.x).min().orElseThrow();
    double east = points.stream().mapToDouble(p -> p.x).max().orElseThrow();
    double south = points.stream().mapToDouble(p -> p.y).min().orElseThrow();
    double north = points.stream().mapToDouble(p -> p.y).max().orElseThrow();
    return Optional.of(new BoundingBox(west, south, east, north));
  }

  private void problem(XmlElement at, String found, String expected) {
    problems.add(new FieldProblem(at.path(), found, expected));
  }
}
