package rimrep.pipeline.grid;

/// Compares coordinates cell by cell within a part of a cell.
///
/// @param same within the tolerance, one way or the other
/// @param reversed the same when read backwards
/// @param largest largest difference in the better direction, in the coordinate's unit
record AxisComparison(boolean same, boolean reversed, double largest) {

  static AxisComparison of(double[] stored, double[] found, double tolerance) {
    double cell = cell(stored);
    double forward = largest(stored, found, false);
    double backward = largest(stored, found, true);
    boolean reversed = backward < forward;
    double largest = Math.min(forward, backward);
    return new AxisComparison(largest <= tolerance * cell, reversed, largest);
  }

  /// For coordinates of two dimensions: no direction is tried.
  static AxisComparison aligned(double[] stored, double[] found, double tolerance) {
    double largest = largest(stored, found, false);
    return new AxisComparison(largest <= tolerance * cell(stored), false, largest);
  }

  /// The typical distance of neighbours: the smallest that is not zero.
  private static double cell(double[] values) {
    double cell = Double.POSITIVE_INFINITY;
    for (int i = 1; i < values.length; i++) {
      double step = Math.abs(values[i] - values[i - 1]);
      if (step > 0) {
        cell = Math.min(cell, step);
      }
    }
    return Double.isInfinite(cell) ? 0 : cell;
  }

  private static double largest(double[] stored, double[] found, boolean backwards) {
    double largest = 0;
    for (int i = 0; i < stored.length; i++) {
      double other = found[backwards ? stored.length - 1 - i : i];
      boolean bothMissing = Double.isNaN(stored[i]) && Double.isNaN(other);
      double difference = bothMissing ? 0 : Math.abs(stored[i] - other);
      largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
    }
    return largest;
  }
}
