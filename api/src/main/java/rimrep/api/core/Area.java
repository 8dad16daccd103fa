package rimrep.api.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.prep.PreparedGeometry;
import org.locationtech.jts.geom.prep.PreparedGeometryFactory;
import tools.jackson.databind.JsonNode;

/// Where a search looks: a box or a geometry. Touching counts as intersecting.
///
/// @param boxes one, or two either side of 180, that hold the whole area
/// @param geometry the exact area, cut at 180; absent if it is the boxes
/// @param elevation metres, only asked by a box of six numbers
/// @param words what the caller asked, for comparing queries
public record Area(
    List<Envelope> boxes,
    Optional<Geometry> geometry,
    Optional<ElevationRange> elevation,
    String words) {

  public record ElevationRange(double low, double high) {}

  /// `[west, south, east, north]` or `[west, south, low, east, north, high]`; west > east crosses
  /// 180.
  public static Area ofBox(List<Double> n) {
    if (n.size() != 4 && n.size() != 6) {
      throw new InvalidRequest("bbox", "has " + n.size() + " numbers; expected 4 or 6");
    }
    int half = n.size() / 2;
    double west = n.get(0);
    double south = n.get(1);
    double east = n.get(half);
    double north = n.get(half + 1);
    check(west, east, south, north);
    Optional<ElevationRange> elevation =
        half == 3 ? Optional.of(elevation(n.get(2), n.get(5))) : Optional.empty();
    List<Envelope> boxes =
        west <= east
            ? List.of(new Envelope(west, east, south, north))
            : List.of(
                new Envelope(west, 180, south, north), new Envelope(-180, east, south, north));
    return new Area(boxes, Optional.empty(), elevation, "bbox" + n);
  }

  private static void check(double west, double east, double south, double north) {
    if (!(Math.abs(west) <= 180) || !(Math.abs(east) <= 180)) {
      throw new InvalidRequest(
          "bbox", "west " + west + " or east " + east + " lies outside -180 to 180");
    }
    if (!(Math.abs(south) <= 90) || !(Math.abs(north) <= 90)) {
      throw new InvalidRequest(
          "bbox", "south " + south + " or north " + north + " lies outside -90 to 90");
    }
    if (south > north) {
      throw new InvalidRequest(
          "bbox",
          "south "
              + south
              + " is greater than north "
              + north
              + "; expected west,south,east,north");
    }
  }

  private static ElevationRange elevation(double low, double high) {
    if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new InvalidRequest(
          "bbox", "lowest " + low + " is greater than highest " + high + ", or no height");
    }
    return new ElevationRange(low, high);
  }

  /// The `intersects` parameter.
  static Area ofGeometry(String place, JsonNode node) {
    Geometry geometry = GeoJson.read(place, node);
    if (geometry.isEmpty()) {
      throw new InvalidRequest(place, "is empty; expected coordinates");
    }
    return of(geometry);
  }

  /// @param geometry with longitudes to 540 either way
  public static Area of(Geometry geometry) {
    Geometry cut = Antimeridian.cut(geometry);
    return new Area(sides(cut), Optional.of(cut), Optional.empty(), "geometry " + geometry);
  }

  /// The whole area as one geometry.
  public Geometry asGeometry() {
    return geometry.orElseGet(() ->
        GeoJson.FACTORY.buildGeometry(
            boxes.stream().map(b -> GeoJson.FACTORY.toGeometry(b)).toList()));
  }

  /// Parts that end at 180 and parts that start at -180 get a box each: one box would hold the
  /// world.
  private static List<Envelope> sides(Geometry geometry) {
    Envelope all = geometry.getEnvelopeInternal();
    if (all.getMinX() > -180 || all.getMaxX() < 180) {
      return List.of(all);
    }
    var boxes = new ArrayList<Envelope>();
    var west = new Envelope();
    var east = new Envelope();
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      Envelope part = geometry.getGeometryN(i).getEnvelopeInternal();
      (part.getMaxX() == 180 ? west : east).expandToInclude(part);
    }
    if (!west.isNull()) {
      boxes.add(west);
    }
    if (!east.isNull()) {
      boxes.add(east);
    }
    return List.copyOf(boxes);
  }

  /// Tests footprints exactly. Not thread-safe; make one per query.
  public Matcher matcher() {
    return new Matcher(this);
  }

  /// See [#matcher()].
  public static final class Matcher {

    private final Area area;
    private final List<PreparedGeometry> prepared = new ArrayList<>();

    private Matcher(Area area) {
      this.area = area;
      if (area.geometry().isPresent()) {
        prepared.add(PreparedGeometryFactory.prepare(area.geometry().get()));
      } else {
        for (Envelope box : area.boxes()) {
          prepared.add(PreparedGeometryFactory.prepare(GeoJson.FACTORY.toGeometry(box)));
        }
      }
    }

    /// @param box a footprint, or the part of one, that is a rectangle or point
    public boolean matchesBox(Envelope box) {
      if (area.geometry().isEmpty()) {
        return area.boxes().stream().anyMatch(b -> b.intersects(box));
      }
      return matches(GeoJson.FACTORY.toGeometry(box));
    }

    public boolean matches(Geometry footprint) {
      return prepared.stream().anyMatch(p -> p.intersects(footprint));
    }
  }
}
