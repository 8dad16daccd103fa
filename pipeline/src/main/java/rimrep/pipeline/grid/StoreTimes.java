package rimrep.pipeline.grid;

import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;

/// Counts instants as the store does.
record StoreTimes(GridContract.TimeRule rule) {
  private static final double LARGEST_ROUNDING_MICROS = 1000;

  /// @param thing what messages call the variable
  /// @param i cell of `bytes` that holds the time
  /// @param axis how the file counts
  long of(String thing, DataType type, byte[] bytes, int i, TimeUnits axis) {
    return inStore(thing, micros(thing, type, bytes, i, axis));
  }

  private long micros(String thing, DataType type, byte[] bytes, int i, TimeUnits axis) {
    long resolution = rule.resolutionMicros();
    long origin = Math.floorMod(axis.epochMicros(), resolution);
    double exact;
    if (type.isInteger()) {
      long whole = Math.multiplyExact(LittleEndian.integer(type, bytes, i), axis.unit().micros());
      if (Math.floorMod(origin + whole, resolution) == 0) {
        return axis.epochMicros() + whole;
      }
      exact = whole;
    } else {
      double value =
          type == DataType.FLOAT32
              ? Float.intBitsToFloat(LittleEndian.int32(bytes, 4 * i))
              : Double.longBitsToDouble(LittleEndian.int64(bytes, 8 * i));
      if (!Double.isFinite(value)) {
        throw new BadInput(thing, "step " + i + " has no time", "a time for each step", "");
      }
      exact = value * axis.unit().micros();
    }
    double rounded = Math.rint((exact + origin) / resolution) * resolution - origin;
    if (Math.abs(rounded - exact) > LARGEST_ROUNDING_MICROS) {
      throw new BadInput(
          thing,
          "step %d lies %.6f s off".formatted(i, Math.abs(rounded - exact) / 1e6),
          "times within 1 ms of the resolution",
          "declare a finer time.resolution");
    }
    return axis.epochMicros() + (long) rounded;
  }

  private long inStore(String thing, long micros) {
    if (micros < TimeUnits.REFORM_MICROS) {
      throw new BadInput(
          thing,
          "a time before 1582-10-15, when calendars part",
          "times of the Gregorian calendar",
          "a year that stands for none (a climatology) is no time: ask the provider");
    }
    TimeUnits axis = rule.axis();
    long since = micros - axis.epochMicros();
    if (since % axis.unit().micros() != 0) {
      throw new BadInput(
          thing,
          "a time that is no whole number of '" + rule.units() + "'",
          "whole numbers",
          "declare finer time.units");
    }
    return since / axis.unit().micros();
  }
}
