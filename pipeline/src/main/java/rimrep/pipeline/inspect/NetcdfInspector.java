package rimrep.pipeline.inspect;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.grid.TimeUnits;
import rimrep.pipeline.grid.Units;
import rimrep.pipeline.netcdf.Attribute;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.NetcdfFile;
import rimrep.pipeline.netcdf.Values;
import rimrep.pipeline.netcdf.Variable;

/// Describes a netCDF file by its header and its coordinates.
final class NetcdfInspector {
  private static final int MOST_COORDINATES = 5_000_000;

  private final NetcdfFile file;
  private final long bytes;
  private final List<String> notes = new ArrayList<>();

  NetcdfInspector(NetcdfFile file, long bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  Inspection.Netcdf inspect() {
    try (file) {
      TreeMap<String, String> attributes = new TreeMap<>();
      file.attributes().forEach(a -> attributes.put(a.name(), a.text()));
      List<Inspection.Axis> axes = file.dimensions().stream().map(this::axis).toList();
      List<Inspection.Field> fields = file.variables().stream().map(this::field).toList();
      return new Inspection.Netcdf(
          file.name(),
          file.format().title(),
          bytes,
          axes,
          fields,
          attributes,
          isMesh()
              ? Inspection.Layout.MESH
              : layout(axes, fields, attributes.containsKey("featureType")),
          instances(),
          notes);
    }
  }

  /// UGRID conventions 1.0: the one variable that is no data but names the parts of the mesh.
  private boolean isMesh() {
    return file.variables().stream()
        .anyMatch(v -> text(v, "cf_role").filter("mesh_topology"::equals).isPresent());
  }

  /// CF conventions 9.3.3 and 9.3.4: the counting variable lies along it, the index variable names
  /// it.
  private Optional<String> instances() {
    for (Variable variable : file.variables()) {
      Optional<String> named = text(variable, "instance_dimension");
      if (named.isPresent() || text(variable, "sample_dimension").isPresent()) {
        return named.or(() -> variable.dimensionNames().stream().findFirst());
      }
    }
    return Optional.empty();
  }

  private Inspection.Axis axis(Dimension dimension) {
    Optional<Variable> own = coordinate(dimension);
    Optional<String> axis = own.flatMap(NetcdfInspector::axisOf);
    double[] ends = own.map(this::ends).orElse(new double[0]);
    Optional<String> first =
        ends.length == 0 ? Optional.empty() : Optional.of(shown(own.orElseThrow(), ends[0]));
    Optional<String> last =
        ends.length == 0 ? Optional.empty() : Optional.of(shown(own.orElseThrow(), ends[1]));
    return new Inspection.Axis(
        dimension.name(),
        dimension.length(),
        dimension.unlimited(),
        own.map(Variable::name),
        axis,
        own.flatMap(v -> text(v, "units")),
        first,
        last,
        ends.length == 0 ? Optional.empty() : Optional.of(ends[1] < ends[0]),
        own.filter(v -> axis.filter("t"::equals).isPresent()).flatMap(this::resolution));
  }

  /// The variable of the dimension's own name; if that is none, or a mere index, the one other
  /// variable along it that says which axis it is.
  private Optional<Variable> coordinate(Dimension dimension) {
    List<Variable> along =
        file.variables().stream()
            .filter(v -> v.dimensionNames().equals(List.of(dimension.name())))
            .toList();
    Optional<Variable> own =
        along.stream().filter(v -> v.name().equals(dimension.name())).findFirst();
    return own.flatMap(NetcdfInspector::axisOf).isPresent()
        ? own
        : ofOtherName(dimension, along).or(() -> own);
  }

  private Optional<Variable> ofOtherName(Dimension dimension, List<Variable> along) {
    List<Variable> axes = along.stream().filter(v -> axisOf(v).isPresent()).toList();
    List<String> letters =
        axes.stream().map(NetcdfInspector::axisOf).flatMap(Optional::stream).distinct().toList();
    if (letters.size() != 1) {
      return Optional.empty(); // none, or places and times of observations
    }
    boolean time = letters.getFirst().equals("t");
    List<Variable> named = axes.stream().filter(v -> text(v, "standard_name").isPresent()).toList();
    List<Variable> chosen = named.isEmpty() ? axes : named;
    if (chosen.size() > 1) {
      notes.add(
          "dimension %s has no variable of its own name, and more than one that could be its coordinate: %s"
              .formatted(
                  dimension.name(),
                  String.join(", ", chosen.stream().map(Variable::name).toList())));
      return Optional.empty();
    }
    return chosen.stream()
        .filter(v -> file.dimensions().stream().noneMatch(d -> d.name().equals(v.name())))
        .filter(v -> time ? isTime(v) : isMonotonic(v))
        .findFirst();
  }

  private static boolean isTime(Variable variable) {
    return text(variable, "units").filter(TimeUnits::isTime).isPresent();
  }

  private boolean isMonotonic(Variable variable) {
    Optional<Values> read = values(variable);
    int cells = (int) variable.cells();
    for (int i = 1; read.isPresent() && i < cells; i++) {
      double step = number(read.get(), i) - number(read.get(), i - 1);
      double first = number(read.get(), 1) - number(read.get(), 0);
      if (!(step * first > 0)) {
        return false;
      }
    }
    return read.isPresent();
  }

  /// Finer than a second, if the times need it. Within a millisecond of a second a time is that
  /// second, as everywhere.
  private Optional<String> resolution(Variable variable) {
    Optional<Values> read = values(variable);
    Optional<TimeUnits.Unit> unit = text(variable, "units").flatMap(TimeUnits::unitOf);
    if (read.isEmpty() || unit.isEmpty()) {
      return Optional.empty();
    }
    boolean millis = false;
    boolean micros = false;
    for (int i = 0; i < variable.cells(); i++) {
      double exact = number(read.get(), i) * unit.get().micros();
      if (Double.isFinite(exact) && offBy(exact, 1_000_000) > 1000) {
        millis = true;
        micros |= variable.type().isInteger() && offBy(exact, 1000) > 0;
      }
    }
    return micros ? Optional.of("1us") : millis ? Optional.of("1ms") : Optional.empty();
  }

  private static double offBy(double micros, double step) {
    return Math.abs(micros - Math.rint(micros / step) * step);
  }

  /// First and last value; none if they cannot be read, which is a note.
  private double[] ends(Variable variable) {
    int last = (int) variable.cells() - 1;
    return values(variable)
        .map(v -> new double[] {number(v, 0), number(v, last)})
        .orElse(new double[0]);
  }

  private Optional<Values> values(Variable variable) {
    boolean numbers = variable.type().isFloat() || variable.type().isInteger();
    if (!numbers || variable.cells() == 0 || variable.cells() > MOST_COORDINATES) {
      return Optional.empty();
    }
    try {
      return Optional.of(file.read(variable));
    } catch (BadInput unreadable) {
      notes.add(unreadable.problem().message());
      return Optional.empty();
    }
  }

  private static double number(Values values, int at) {
    ByteBuffer bytes = values.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return switch (values.type()) {
      case INT8 -> bytes.get(at);
      case UINT8 -> bytes.get(at) & 0xff;
      case INT16 -> bytes.getShort(2 * at);
      case UINT16 -> bytes.getShort(2 * at) & 0xffff;
      case INT32 -> bytes.getInt(4 * at);
      case UINT32 -> bytes.getInt(4 * at) & 0xffffffffL;
      case INT64, UINT64 -> bytes.getLong(8 * at);
      case FLOAT32 -> bytes.getFloat(4 * at);
      case FLOAT64 -> bytes.getDouble(8 * at);
      case CHAR, STRING, OTHER -> throw new IllegalStateException("no number: " + values.type());
    };
  }

  private String shown(Variable variable, double value) {
    Optional<String> units = text(variable, "units").filter(TimeUnits::isTime);
    if (units.isEmpty() || !Double.isFinite(value)) {
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
      return variable.type() == DataType.FLOAT32
          ? String.valueOf((float) value)
          : whole && variable.type().isInteger()
              ? String.valueOf((long) value)
              : String.valueOf(value);
    }
    try {
      TimeUnits time =
          TimeUnits.parse(
              file.name() + ", variable " + variable.name(),
              units.get(),
              text(variable, "calendar").orElse("standard"));
      long micros = time.epochMicros() + Math.round(value * time.unit().micros());
      return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    } catch (BadInput | DateTimeException refused) {
      String why = refused.getMessage();
      if (!notes.contains(why)) {
        notes.add(why);
      }
      return value + " " + units.get();
    }
  }

  private Inspection.Field field(Variable variable) {
    return new Inspection.Field(
        variable.name(),
        type(variable),
        variable.dimensionNames(),
        variable.chunkShape(),
        axisOf(variable),
        text(variable, "units"),
        text(variable, "standard_name"),
        text(variable, "long_name"),
        fill(variable),
        number(variable, "scale_factor"),
        number(variable, "add_offset"),
        text(variable, "bounds").or(() -> text(variable, "climatology")));
  }

  /// The type that its values have once they are in: `_Unsigned` counts. What cannot be read is
  /// told by a note.
  private String type(Variable variable) {
    String type = variable.type().name().toLowerCase(Locale.ROOT);
    int rank = variable.dimensions().size();
    try {
      if (rank > 0) {
        Values none = file.read(variable, new long[rank], new int[rank]);
      }
    } catch (BadInput unreadable) {
      notes.add(unreadable.problem().message());
      return variable.type() == DataType.OTHER ? type : "unreadable";
    }
    boolean unsigned = text(variable, "_Unsigned").filter("true"::equalsIgnoreCase).isPresent();
    return unsigned && type.startsWith("int") ? "u" + type : type;
  }

  /// The axis of a coordinate by its units, `axis` or `standard_name` (CF conventions 4).
  private static Optional<String> axisOf(Variable variable) {
    String units = text(variable, "units").orElse("");
    String standard = text(variable, "standard_name").orElse("");
    if (Units.isEast(units) || standard.equals("longitude")) {
      return Optional.of("x");
    }
    if (Units.isNorth(units) || standard.equals("latitude")) {
      return Optional.of("y");
    }
    if (TimeUnits.isTime(units) && (standard.isEmpty() || standard.equals("time"))) {
      return Optional.of("t");
    }
    Optional<String> axis =
        text(variable, "axis").map(a -> a.toLowerCase(Locale.ROOT)).filter("xyzt"::contains);
    if (axis.isPresent() && axis.get().length() == 1) {
      return axis;
    }
    boolean vertical =
        variable.attribute("positive").isPresent()
            || standard.equals("depth")
            || standard.equals("height")
            || standard.equals("altitude");
    return vertical ? Optional.of("z") : Optional.empty();
  }

  private static Optional<String> text(Variable variable, String name) {
    return variable
        .attribute(name)
        .filter(Attribute::isText)
        .map(a -> a.text().strip())
        .filter(t -> !t.isEmpty());
  }

  private static Optional<Double> number(Variable variable, String name) {
    return variable
        .attribute(name)
        .filter(a -> !a.isText() && !a.values().isEmpty())
        .map(Attribute::number);
  }

  private static Optional<Number> fill(Variable variable) {
    return variable
        .attribute("_FillValue")
        .filter(a -> !a.isText() && !a.values().isEmpty())
        .map(a ->
            a.type() == DataType.UINT64
                ? new BigInteger(
                    Long.toUnsignedString(((Number) a.values().getFirst()).longValue()))
                : (Number) a.values().getFirst());
  }

  /// A grid has data along two dimensions of space: their own coordinates, or those of latitude and
  /// longitude in two dimensions. Rows lie along the one dimension of the time.
  private static Inspection.Layout layout(
      List<Inspection.Axis> axes, List<Inspection.Field> fields, boolean observations) {
    Set<String> space = new LinkedHashSet<>();
    axes.stream()
        .filter(a -> a.axis().filter(x -> x.equals("x") || x.equals("y")).isPresent())
        .forEach(a -> space.add(a.name()));
    fields.stream()
        .filter(f -> f.dimensions().size() == 2)
        .filter(f -> f.axis().filter(x -> x.equals("x") || x.equals("y")).isPresent())
        .forEach(f -> space.addAll(f.dimensions()));
    boolean grid =
        space.size() >= 2
            && fields.stream()
                .anyMatch(f -> f.dimensions().stream().filter(space::contains).count() >= 2);
    if (grid) {
      return Inspection.Layout.GRID;
    }
    boolean rows =
        fields.stream()
            .filter(f -> f.axis().filter("t"::equals).isPresent())
            .anyMatch(
                f -> f.dimensions().size() == 1 || observations && f.dimensions().size() <= 2);
    return rows ? Inspection.Layout.ROWS : Inspection.Layout.UNKNOWN;
  }
}
