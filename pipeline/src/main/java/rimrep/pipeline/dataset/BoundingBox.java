package rimrep.pipeline.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/// A box in degrees, in the store's own coordinates: west <= east always, also beyond 180 (57..185
/// stays).
public record BoundingBox(double west, double south, double east, double north) {
  public BoundingBox {
    boolean finite =
        Double.isFinite(west)
            && Double.isFinite(south)
            && Double.isFinite(east)
            && Double.isFinite(north);
    if (!finite || west > east || south > north) {
      throw new IllegalArgumentException(
          "no bounding box: west %s, south %s, east %s, north %s"
              .formatted(west, south, east, north));
    }
  }

  @JsonCreator
  public static BoundingBox of(List<Double> values) {
    if (values.size() != 4) {
      throw new IllegalArgumentException(
          "a bounding box has 4 numbers (west, south, east, north), not " + values.size());
    }
    return new BoundingBox(values.get(0), values.get(1), values.get(2), values.get(3));
  }

  @JsonValue
  public List<Double> values() {
    return List.of(west, south, east, north);
  }

  public boolean contains(BoundingBox other) {
    return west <= other.west && south <= other.south && east >= other.east && north >= other.north;
  }

  public BoundingBox union(BoundingBox other) {
    return new BoundingBox(
        Math.min(west, other.west),
        Math.min(south, other.south),
        Math.max(east, other.east),
        Math.max(north, other.north));
  }
}
