package rimrep.pipeline.grid;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The two dimensions of a store that make the map.
///
/// @param y dimension of rows
/// @param x dimension of columns
public record DataPlane(String y, String x) {

  /// The coordinate of degrees north or east that has one dimension of its own, else the one of two
  /// on whose plane most arrays lie: staggered grids have places of centres, faces and corners.
  public static Optional<ArrayLayout> coordinate(
      StoreLayout store, Optional<String> append, boolean north) {
    return store.arrays().stream()
        .filter(a -> a.rank() == 1 || a.rank() == 2)
        .filter(a -> a.type().isFloat() || a.type().isInteger())
        .filter(a -> append.stream().noneMatch(a::hasDimension))
        .filter(a -> {
          String units = a.attributes().path("units").asString("");
          return north ? Units.isNorth(units) : Units.isEast(units);
        })
        .filter(a -> a.rank() == 2 || a.dimensions().equals(List.of(a.name())))
        .min(
            Comparator.comparingInt(ArrayLayout::rank)
                .thenComparing(a -> -arraysAlong(store, a))
                .thenComparing(ArrayLayout::name));
  }

  private static long arraysAlong(StoreLayout store, ArrayLayout coordinate) {
    return store.arrays().stream()
        .filter(a -> a.dimensions().containsAll(coordinate.dimensions()))
        .count();
  }

  /// @param append the dimension the store grows along
  public static Optional<DataPlane> of(StoreLayout store, Optional<String> append) {
    Optional<ArrayLayout> north = coordinate(store, append, true);
    Optional<ArrayLayout> east = coordinate(store, append, false);
    if (north.isEmpty() || east.isEmpty()) {
      return Optional.empty();
    }
    List<String> rows = north.get().dimensions();
    List<String> columns = east.get().dimensions();
    if (rows.size() == 1 && columns.size() == 1) {
      return Optional.of(new DataPlane(rows.getFirst(), columns.getFirst()));
    }
    return rows.size() == 2
        ? Optional.of(new DataPlane(rows.getFirst(), rows.getLast()))
        : Optional.empty();
  }

  /// Whether the array has numbers on this plane.
  public boolean holds(ArrayLayout layout) {
    return layout.hasDimension(y) && layout.hasDimension(x) && layout.type().bytes() > 0;
  }
}
