package rimrep.pipeline.table;

import java.util.List;

/// Where a row's geometry comes from.
public sealed interface GeometrySpec {
  record None() implements GeometrySpec {}

  /// Points made of two number columns, x (longitude) first.
  record Point(String x, String y, Crs crs) implements GeometrySpec {}

  /// The geometry the input itself carries.
  ///
  /// @param types the geometry types allowed, as GeoParquet names them; empty: any
  record Column(Crs crs, List<String> types) implements GeometrySpec {
    /// Points get the flat columns `lon`, `lat`; all else gets its extent. Decided by the contract,
    /// never by the data.
    boolean pointsOnly() {
      return types.equals(List.of("Point"));
    }
  }

  default Crs crs() {
    return switch (this) {
      case None none -> Crs.CRS84;
      case Point point -> point.crs();
      case Column column -> column.crs();
    };
  }

  default boolean present() {
    return !(this instanceof None);
  }
}
