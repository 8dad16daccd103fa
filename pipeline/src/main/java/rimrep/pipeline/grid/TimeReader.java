package rimrep.pipeline.grid;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.Attribute;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Values;
import rimrep.pipeline.netcdf.Variable;
import tools.jackson.databind.JsonNode;

/// Turns the times of a file into the integers that the store holds.
final class TimeReader {
  private static final String UNITS = "seconds since 1970-01-01T00:00:00Z";
  private static final Pattern RESOLUTION = Pattern.compile("(\\d{1,6})(us|ms|s|m|h|d)");

  private final GridContract contract;

  TimeReader(GridContract contract) {
    this.contract = contract;
  }

  static GridContract.TimeRule rule(JsonNode node) {
    String thing = "grid: time";
    Keys.check(thing, node, Set.of("units", "resolution", "calendar", "overlap", "slots"));
    Keys.only(thing, "calendar", node, "reject");
    Keys.only(thing, "overlap", node, "error");
    Keys.only(thing, "slots", node, "none");
    String units = Keys.text(node, "units").orElse(UNITS);
    TimeUnits axis;
    try {
      axis = TimeUnits.parse(thing + ", units", units, "standard");
    } catch (BadInput e) {
      throw new BadConfiguration(e.problem(), e);
    }
    return new GridContract.TimeRule(
        units, axis, resolution(thing, Keys.text(node, "resolution").orElse("1s")));
  }

  private static long resolution(String thing, String text) {
    Matcher form = RESOLUTION.matcher(text);
    long micros = 0;
    if (form.matches()) {
      long each =
          switch (form.group(2)) {
            case "us" -> 1;
            case "ms" -> 1_000;
            case "s" -> 1_000_000;
            case "m" -> 60_000_000;
            case "h" -> 3_600_000_000L;
            default -> 86_400_000_000L;
          };
      micros = Long.parseLong(form.group(1)) * each;
    }
    if (micros < 1) {
      throw new BadConfiguration(
          thing + ", resolution", "'" + text + "'", "a length such as 1s or 1ms", "correct it");
    }
    return micros;
  }

  /// The times of a file along the append dimension, in the file's order.
  long[] times(GridSource source) {
    String dimension = contract.append().orElseThrow();
    Names names = contract.names(source);
    Variable variable =
        names
            .variable(dimension)
            .orElseThrow(() ->
                new BadInput(
                    source.name(),
                    "no variable " + names.shown(dimension),
                    "a time coordinate",
                    ""));
    String name = variable.name();
    if (!names.dimensions(variable).equals(List.of(dimension))
        || !(variable.type().isInteger() || variable.type().isFloat())) {
      throw new BadInput(
          thing(source, name),
          "%s %s".formatted(variable.type(), variable.dimensionNames()),
          "numbers along the dimension that is '" + dimension + "' in the store",
          "rename dimension and variable to one name under grid: variables, rename");
    }
    Coordinates.refusePacked(source, variable);
    String calendar = variable.attribute("calendar").map(Attribute::text).orElse("");
    String units =
        variable
            .attribute("units")
            .map(Attribute::text)
            .orElseThrow(
                () -> new BadInput(thing(source, name), "no units", "units with 'since'", ""));
    TimeUnits axis = TimeUnits.parse(thing(source, name), units, calendar);
    return stored(source, variable, axis);
  }

  private static String thing(GridSource source, String name) {
    return source.name() + ", variable " + name;
  }

  private long[] stored(GridSource source, Variable variable, TimeUnits axis) {
    Values values = source.read(variable);
    DataType type = variable.type();
    byte[] bytes = NetcdfGridSource.array(values.bytes());
    Markers markers = Attributes.markers(variable, type, FillValue.NONE);
    StoreTimes inStore = new StoreTimes(contract.time());
    long[] times = new long[bytes.length / type.bytes()];
    String thing = thing(source, variable.name());
    for (int i = 0; i < times.length; i++) {
      long bits = LittleEndian.bits(type.bytes(), bytes, i);
      if (markers.others().contains(bits)) {
        throw new BadInput(thing, "step " + i + " has no time", "a time for each step", "");
      }
      times[i] = inStore.of(thing, type, bytes, i, axis);
    }
    return times;
  }

  /// A stored time as text, for messages.
  static String text(GridContract contract, long stored) {
    return contract.time().axis().instant(stored).toString();
  }
}
