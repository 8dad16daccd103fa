package rimrep.pipeline.grid;

import java.util.List;
import rimrep.pipeline.netcdf.DataType;
import tools.jackson.databind.node.ObjectNode;

/// The group's attributes: those of the earliest file, but extents from the stored coordinates.
/// What a file said about its own extent is removed.
final class Extents {
  private Extents() {}

  static ObjectNode describe(GridContract contract, TargetStore target, List<Long> times) {
    ObjectNode attributes = target.attributes().deepCopy();
    List.copyOf(attributes.propertyNames()).stream()
        .filter(n -> n.startsWith("geospatial_") || n.startsWith("time_coverage_"))
        .forEach(attributes::remove);
    for (ArrayPlan array : target.arrays()) {
      String units = array.layout().attributes().path("units").asString("");
      if (array.role() == ArrayPlan.Role.COORDINATE && target.cells(array.name()).isPresent()) {
        if (Units.isNorth(units)) {
          range(attributes, "geospatial_lat", target, array);
        } else if (Units.isEast(units)) {
          range(attributes, "geospatial_lon", target, array);
        }
      }
    }
    if (!times.isEmpty()) {
      attributes.put("time_coverage_start", TimeReader.text(contract, times.getFirst()));
      attributes.put("time_coverage_end", TimeReader.text(contract, times.getLast()));
    }
    return attributes;
  }

  private static void range(
      ObjectNode attributes, String name, TargetStore target, ArrayPlan array) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    DataType type = array.layout().type();
    FillValue fill = array.layout().fill();
    byte[] cells = target.cells(array.name()).orElseThrow();
    double[] values = ZarrArray.doubles(type, cells);
    for (int i = 0; i < values.length; i++) {
      boolean missing = fill.declared() && LittleEndian.bits(type.bytes(), cells, i) == fill.bits();
      if (!missing && !Double.isNaN(values[i])) {
        min = Math.min(min, values[i]);
        max = Math.max(max, values[i]);
      }
    }
    if (min <= max) {
      attributes.put(name + "_min", min).put(name + "_max", max);
    }
  }
}
