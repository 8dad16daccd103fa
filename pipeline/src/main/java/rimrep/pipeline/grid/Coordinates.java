package rimrep.pipeline.grid;

import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.Variable;

/// What must hold of the coordinates of a grid: whoever slices it, and all extents, rest on it.
final class Coordinates {
  /// Rounding of a pole in float32.
  private static final double POLE = 90 + 1e-4;

  private Coordinates() {}

  /// Coordinates are taken as they are stored; packed ones would be other places or times.
  static void refusePacked(GridSource source, Variable variable) {
    double scale = Attributes.scale(variable);
    double offset = Attributes.offset(variable);
    if (scale != 1 || offset != 0) {
      throw new BadInput(
          source.name() + ", variable " + variable.name(),
          "packed coordinates: scale_factor %s, add_offset %s".formatted(scale, offset),
          "coordinates as numbers of their unit; unpacking them is not supported yet",
          "unpack the variable, or ask the provider");
    }
  }

  /// Latitudes and longitudes along one dimension run one way; CF conventions 1.3, 4.
  static void check(GridSource source, Variable variable, double[] values) {
    refusePacked(source, variable);
    String units = Attributes.text(variable, "units").orElse("");
    boolean north = Units.isNorth(units);
    if (!north && !Units.isEast(units)) {
      return;
    }
    String thing = source.name() + ", variable " + variable.name();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i]) || Math.abs(values[i]) > (north ? POLE : 1e4)) {
        throw new BadInput(
            thing,
            "cell " + i + " is " + values[i],
            north ? "latitudes from -90 to 90" : "longitudes in degrees",
            "ask the provider");
      }
      boolean turns =
          i > 1 && Math.signum(values[i] - values[i - 1]) != Math.signum(values[1] - values[0]);
      if (turns || i == 1 && values[1] == values[0]) {
        throw new BadInput(
            thing,
            "not in order: cell %d is %s after %s".formatted(i, values[i], values[i - 1]),
            "coordinates that rise or fall all the way",
            "across the antimeridian longitudes go on beyond 180; ask the provider");
      }
    }
  }
}
