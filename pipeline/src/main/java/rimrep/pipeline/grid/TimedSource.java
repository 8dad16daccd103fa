package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.Attribute;
import rimrep.pipeline.netcdf.ChunkRef;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.Values;
import rimrep.pipeline.netcdf.Variable;

/// A file whose times have bounds: these count as the store's times do, for bounds follow what they
/// bound (CF conventions 7.1, 7.4), and each file may count from another day.
///
/// @param time the coordinate of the append dimension, in the file
/// @param bounds of the time, in the file
/// @param variables all, with the bounds as integers of the store's units
record TimedSource(
    GridSource file,
    Variable time,
    Variable bounds,
    List<Variable> variables,
    GridContract.TimeRule rule)
    implements GridSource {
  private static final Set<String> OF_THE_FILE =
      Set.of(
          "units",
          "calendar",
          "_FillValue",
          "missing_value",
          "valid_min",
          "valid_max",
          "valid_range",
          "actual_range");

  /// The file itself if its times have no bounds. Closes it if that cannot be told.
  static GridSource of(
      GridSource file,
      Optional<String> append,
      SortedMap<String, String> rename,
      GridContract.TimeRule rule) {
    try {
      Optional<Variable> time = append.flatMap(new Names(file, rename)::variable);
      Optional<Variable> bounds = time.flatMap(t -> boundsOf(file, t));
      return bounds.isPresent()
          ? new TimedSource(
              file, time.get(), bounds.get(), variables(file, bounds.get(), rule), rule)
          : file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static Optional<Variable> boundsOf(GridSource file, Variable time) {
    return Attributes.text(time, "bounds")
        .or(() -> Attributes.text(time, "climatology"))
        .flatMap(file::variable)
        .filter(b -> b.type().isInteger() || b.type().isFloat())
        .filter(b ->
            b.dimensions().size() == 2
                && time.dimensionNames().equals(b.dimensionNames().subList(0, 1)));
  }

  private static List<Variable> variables(
      GridSource file, Variable bounds, GridContract.TimeRule rule) {
    List<Attribute> attributes = new ArrayList<>();
    bounds.attributes().stream()
        .filter(a -> !OF_THE_FILE.contains(a.name()))
        .forEach(attributes::add);
    attributes.add(new Attribute("units", DataType.STRING, List.of(rule.units())));
    attributes.add(new Attribute("calendar", DataType.STRING, List.of("standard")));
    Variable counted =
        new Variable(
            bounds.name(), DataType.INT64, bounds.dimensions(), attributes, bounds.chunkShape());
    return file.variables().stream()
        .map(v -> v.name().equals(bounds.name()) ? counted : v)
        .toList();
  }

  /// Reads all bounds of the time: what cannot be counted is found before anything is written.
  static void check(GridSource source) {
    if (source instanceof TimedSource timed) {
      Values all = timed.read(timed.variable(timed.bounds.name()).orElseThrow());
    }
  }

  private boolean isBounds(Variable variable) {
    return variable.name().equals(bounds.name());
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public List<Dimension> dimensions() {
    return file.dimensions();
  }

  @Override
  public List<Attribute> attributes() {
    return file.attributes();
  }

  @Override
  public List<ChunkRef> chunks(Variable variable) {
    return file.chunks(isBounds(variable) ? bounds : variable);
  }

  @Override
  public Values read(Variable variable) {
    return isBounds(variable) ? counted(file.read(bounds)) : file.read(variable);
  }

  @Override
  public Values read(Variable variable, long[] origin, int[] shape) {
    return isBounds(variable)
        ? counted(file.read(bounds, origin, shape))
        : file.read(variable, origin, shape);
  }

  @Override
  public void readInto(Variable variable, long[] origin, int[] shape, byte[] target) {
    if (isBounds(variable)) {
      counted(file.read(bounds, origin, shape)).bytes().get(target, 0, 8 * cells(shape));
    } else {
      file.readInto(variable, origin, shape, target);
    }
  }

  private static int cells(int[] shape) {
    int cells = 1;
    for (int length : shape) {
      cells = Math.multiplyExact(cells, length);
    }
    return cells;
  }

  private Values counted(Values read) {
    String thing = file.name() + ", variable " + bounds.name();
    Coordinates.refusePacked(file, bounds);
    TimeUnits units =
        TimeUnits.parse(
            thing,
            text("units").orElseThrow(() -> new BadInput(thing, "no units", "those of time", "")),
            text("calendar").orElse(""));
    byte[] bytes = NetcdfGridSource.array(read.bytes());
    Markers markers = Attributes.markers(bounds, bounds.type(), FillValue.NONE);
    StoreTimes times = new StoreTimes(rule);
    int size = bounds.type().bytes();
    byte[] stored = new byte[bytes.length / size * 8];
    for (int i = 0; i < bytes.length / size; i++) {
      if (markers.others().contains(LittleEndian.bits(size, bytes, i))) {
        throw new BadInput(thing, "cell " + i + " has no time", "bounds for each step", "");
      }
      LittleEndian.int64(stored, 8 * i, times.of(thing, bounds.type(), bytes, i, units));
    }
    return new Values(DataType.INT64, read.shape(), ByteBuffer.wrap(stored), List.of());
  }

  /// Its own attribute, else that of the time.
  private Optional<String> text(String attribute) {
    return Attributes.text(bounds, attribute).or(() -> Attributes.text(time, attribute));
  }

  @Override
  public void close() {
    file.close();
  }
}
