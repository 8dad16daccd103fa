package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.Values;
import rimrep.pipeline.netcdf.Variable;

/// Decides whether a file fits the store. What does not fit is a {@link BadInput} naming file,
/// variable, found and expected; what fits after an allowed change is drift.
final class FileJudge {
  private static final String OTHER_DATASET = "take it in as another dataset, or ask the provider";

  private final GridContract contract;
  private final TargetStore target;

  FileJudge(GridContract contract, TargetStore target) {
    this.contract = contract;
    this.target = target;
  }

  /// @param reversed dimensions that run the other way than in the store
  record Verdict(TreeSet<String> reversed, List<Drift> drift) {}

  Verdict judge(GridSource source) {
    List<Drift> drift = new ArrayList<>();
    TreeSet<String> reversed = new TreeSet<>();
    for (GridContract.Axis axis : contract.axes()) {
      if (!contract.isAppend(axis.name())) {
        axis(source, axis.name(), reversed, drift);
      }
    }
    fields(source, drift);
    Names names = contract.names(source);
    for (ArrayPlan array : target.arrays()) {
      Optional<Variable> variable = names.variable(array.name());
      if (variable.isPresent() && array.role() != ArrayPlan.Role.AXIS) {
        array(source, array, variable.get(), reversed, drift);
      }
    }
    return new Verdict(reversed, drift);
  }

  private void axis(GridSource source, String name, Set<String> reversed, List<Drift> drift) {
    Names names = contract.names(source);
    long length = names.dimension(name).map(Dimension::length).orElse(-1L);
    long expected = target.length(name).orElse(-1L);
    String thing =
        source.name()
            + ", dimension "
            + names.dimension(name).map(Dimension::name).orElseGet(() -> names.shown(name));
    if (length != expected) {
      throw new BadInput(
          thing,
          length < 0 ? "absent" : length + " cells",
          expected + " cells as in the store: another grid",
          OTHER_DATASET);
    }
    target.texts(name).ifPresent(texts -> labels(source, name, texts));
    Optional<double[]> stored = target.axis(name);
    if (stored.isEmpty()) {
      return;
    }
    Variable variable =
        names
            .coordinate(name)
            .filter(v -> v.type().bytes() > 0)
            .orElseThrow(
                () -> new BadInput(thing, "no coordinates", "a variable " + names.shown(name), ""));
    String itsName = source.name() + ", variable " + variable.name();
    double[] found =
        ZarrArray.doubles(variable.type(), NetcdfGridSource.array(source.read(variable).bytes()));
    AxisComparison comparison =
        AxisComparison.of(stored.get(), found, contract.drift().tolerance());
    if (!comparison.same()) {
      throw new BadInput(
          itsName,
          "coordinates %s..%s, largest difference %s"
              .formatted(found[0], found[found.length - 1], comparison.largest()),
          "those of the store, %s..%s, within %s of a cell: another grid"
              .formatted(
                  stored.get()[0],
                  stored.get()[stored.get().length - 1],
                  contract.drift().tolerance()),
          OTHER_DATASET);
    }
    if (comparison.reversed()) {
      if (contract.drift().rejectDirection()) {
        throw new BadInput(itsName, "runs the other way", "the store's order", "");
      }
      reversed.add(name);
      drift.add(
          Drift.of(source.name(), name, "direction", order(stored.get()), order(found), "flipped"));
    }
    DataType type = target.array(name).map(a -> a.layout().type()).orElse(variable.type());
    if (type != variable.type()) {
      drift.add(
          Drift.of(
              source.name(),
              name,
              "type",
              word(type),
              word(variable.type()),
              "kept, for the values are equal within the tolerance"));
    }
  }

  /// The coordinates of a dimension whose cells have names, regions or species.
  private void labels(GridSource source, String name, String[] stored) {
    Names names = contract.names(source);
    Variable variable =
        names
            .coordinate(name)
            .orElseThrow(() ->
                new BadInput(source.name(), "no variable " + names.shown(name), "coordinates", ""));
    ArrayPlan array = target.array(name).orElseThrow();
    String[] found =
        ArrayMapping.of(names, variable, array.layout(), Set.of())
            .readAlignedText(source, Box.whole(array.layout()));
    if (!Arrays.equals(stored, found)) {
      throw new BadInput(
          source.name() + ", variable " + variable.name(),
          "coordinates " + Arrays.toString(found),
          "those of the store, " + Arrays.toString(stored) + ": another grid",
          OTHER_DATASET);
    }
  }

  private static String order(double[] values) {
    return values[values.length - 1] > values[0] ? "ascending" : "descending";
  }

  private static String word(DataType type) {
    return type.name().toLowerCase(java.util.Locale.ROOT);
  }

  private void fields(GridSource source, List<Drift> drift) {
    Names names = contract.names(source);
    int present = 0;
    for (GridContract.Field field : contract.fields()) {
      if (names.variable(field.name()).isPresent()) {
        present++;
        continue;
      }
      if (field.required() || contract.drift().rejectMissingVariable()) {
        throw new BadInput(
            source.name(),
            "no variable " + names.shown(field.name()),
            "the variables of gridschema.json",
            "");
      }
    }
    if (present == 0) {
      throw new BadInput(
          source.name(),
          "none of the variables of gridschema.json",
          String.join(", ", contract.fields().stream().map(f -> names.shown(f.name())).toList()),
          "");
    }
    for (ArrayPlan array : target.arrays()) {
      if (array.role() == ArrayPlan.Role.GROWING && names.variable(array.name()).isEmpty()) {
        absent(source, array, drift);
      }
    }
    for (Variable variable : source.variables()) {
      String name = names.ofVariable(variable.name());
      if (contract.field(name).isEmpty()
          && contract.axis(name).isEmpty()
          && target.array(name).isEmpty()) {
        unknown(source, name, drift);
      }
    }
  }

  private void unknown(GridSource source, String name, List<Drift> drift) {
    if (contract.drift().rejectNewVariable()) {
      throw new BadInput(
          source.name(), "variable " + name, "the variables of gridschema.json only", "");
    }
    drift.add(Drift.of(source.name(), name, "variable", "", "not in gridschema.json", "ignored"));
  }

  private void absent(GridSource source, ArrayPlan array, List<Drift> drift) {
    if (!array.layout().fill().declared()) {
      throw new BadInput(
          source.name(),
          "no variable " + contract.names(source).shown(array.name()),
          "a value for each step, for " + array.name() + " has no fill value",
          "");
    }
    drift.add(Drift.of(source.name(), array.name(), "variable", "", "absent", "filled"));
  }

  private void array(
      GridSource source,
      ArrayPlan array,
      Variable variable,
      Set<String> reversed,
      List<Drift> drift) {
    ArrayLayout layout = array.layout();
    String thing = source.name() + ", variable " + variable.name();
    requireReadable(source, variable);
    ArrayMapping mapping = ArrayMapping.of(contract.names(source), variable, layout, reversed);
    if (mapping.transposed()) {
      List<String> found = contract.names(source).dimensions(variable);
      if (contract.drift().rejectDimensionOrder()) {
        throw new BadInput(thing, "dimensions " + found, "" + layout.dimensions(), "");
      }
      drift.add(
          Drift.of(
              source.name(),
              array.name(),
              "dimension order",
              "" + layout.dimensions(),
              "" + found,
              "transposed"));
    }
    if (contract.axis(array.name()).isPresent()) {
      return;
    }
    encoding(thing, array, variable);
    units(thing, array, variable);
    described(source, array, variable, drift);
    if (array.role() == ArrayPlan.Role.COORDINATE || array.role() == ArrayPlan.Role.STATIC) {
      unchanging(source, array, mapping, drift);
    }
  }

  /// Reads no cell of it: whether its values can be decoded at all is known from its header.
  private static void requireReadable(GridSource source, Variable variable) {
    int rank = variable.dimensions().size();
    if (rank > 0) {
      Values none = source.read(variable, new long[rank], new int[rank]);
    }
  }

  /// Type, packing and fill must be those of the store.
  private static void encoding(String thing, ArrayPlan array, Variable variable) {
    ArrayLayout layout = array.layout();
    DataType type = Attributes.storedType(variable);
    if (type != layout.type() && array.role() != ArrayPlan.Role.COORDINATE) {
      throw new BadInput(thing, "type " + word(type), "type " + word(layout.type()), "");
    }
    double scale = layout.attributes().path("scale_factor").asDouble(1.0);
    double offset = layout.attributes().path("add_offset").asDouble(0.0);
    if (Attributes.scale(variable) != scale || Attributes.offset(variable) != offset) {
      throw new BadInput(
          thing,
          "scale_factor %s, add_offset %s"
              .formatted(Attributes.scale(variable), Attributes.offset(variable)),
          "scale_factor %s, add_offset %s; packing again is not supported yet"
              .formatted(scale, offset),
          "");
    }
    Optional<FillValue> fill = Attributes.declaredFill(variable, type);
    if (type.isInteger() && fill.isPresent() && !fill.get().equals(layout.fill())) {
      throw new BadInput(
          thing,
          "_FillValue " + fill.get().toZarr(type),
          "_FillValue " + layout.fill().toZarr(layout.type()),
          "");
    }
  }

  private void units(String thing, ArrayPlan array, Variable variable) {
    String stored = array.layout().attributes().path("units").asString("1");
    String found = Attributes.text(variable, "units").orElse("");
    if (!found.isEmpty() && !Units.same(stored, found)) {
      throw new BadInput(
          thing,
          "units '" + found + "'",
          "units '" + stored + "'; conversion is not supported yet",
          "");
    }
  }

  private static void described(
      GridSource source, ArrayPlan array, Variable variable, List<Drift> drift) {
    for (String name : List.of("standard_name", "long_name")) {
      String stored = array.layout().attributes().path(name).asString("").trim();
      String found = Attributes.text(variable, name).orElse("");
      if (!stored.equals(found)) {
        drift.add(Drift.of(source.name(), array.name(), name, stored, found, "kept as it was"));
      }
    }
  }

  private void unchanging(
      GridSource source, ArrayPlan array, ArrayMapping mapping, List<Drift> drift) {
    Box whole = Box.whole(array.layout());
    if (target.cells(array.name()).isEmpty() && target.texts(array.name()).isEmpty()) {
      return; // a one-shot dataset's own data, not stored yet
    }
    if (array.layout().type() == DataType.STRING) {
      String[] stored = target.texts(array.name()).orElseThrow();
      if (!Arrays.equals(stored, mapping.readAlignedText(source, whole))) {
        conflict(source, array, "other texts", drift);
      }
      return;
    }
    byte[] stored = target.cells(array.name()).orElseThrow();
    DataType type = Attributes.storedType(mapping.variable());
    boolean sameType = type == array.layout().type();
    byte[] found = sameType ? mapping.readAligned(source, whole) : new byte[0];
    if (sameType && Arrays.equals(stored, found)) {
      return;
    }
    double[] before = ZarrArray.doubles(array.layout().type(), stored);
    double[] after = sameType ? ZarrArray.doubles(type, found) : widened(source, array, mapping);
    if (array.role() == ArrayPlan.Role.COORDINATE) {
      AxisComparison comparison =
          AxisComparison.aligned(before, after, contract.drift().tolerance());
      if (!comparison.same()) {
        throw new BadInput(
            source.name() + ", variable " + mapping.variable().name(),
            "largest difference " + comparison.largest(),
            "the coordinates of the store: another grid",
            OTHER_DATASET);
      }
      return;
    }
    conflict(source, array, differences(before, after), drift);
  }

  /// The coordinates of a file whose type is another than the store's.
  private double[] widened(GridSource source, ArrayPlan array, ArrayMapping mapping) {
    ArrayLayout layout = array.layout();
    DataType type = Attributes.storedType(mapping.variable());
    ArrayLayout own =
        new ArrayLayout(
            layout.name(),
            type,
            layout.dimensions(),
            layout.shape(),
            layout.chunks(),
            FillValue.NONE,
            layout.codec(),
            layout.attributes());
    ArrayMapping other =
        new ArrayMapping(
            mapping.variable(),
            mapping.axis(),
            mapping.reversed(),
            Attributes.markers(mapping.variable(), type, FillValue.NONE));
    return ZarrArray.doubles(type, other.readAligned(source, Box.whole(own)));
  }

  private static String differences(double[] before, double[] after) {
    int cells = 0;
    double largest = 0;
    for (int i = 0; i < before.length; i++) {
      if (Double.compare(before[i], after[i]) != 0) {
        cells++;
        double difference = Math.abs(before[i] - after[i]);
        largest = Double.isNaN(difference) ? largest : Math.max(largest, difference);
      }
    }
    return "%d of %d cells differ, by up to %s".formatted(cells, before.length, largest);
  }

  private void conflict(GridSource source, ArrayPlan array, String what, List<Drift> drift) {
    if (contract.append().isEmpty()) {
      throw new BadInput(
          source.name() + ", variable " + contract.names(source).shown(array.name()),
          what,
          "the values that are stored, for the dataset has no append dimension",
          "a changed one-shot file is a new dataset: give it another id");
    }
    if (!contract.drift().firstStatic()) {
      throw new BadInput(
          source.name() + ", variable " + contract.names(source).shown(array.name()),
          what,
          "the values of the first file, for it has no dimension " + contract.append().orElse(""),
          "declare drift.static: first to keep the first");
    }
    drift.add(
        Drift.of(
            source.name(),
            array.name(),
            "values",
            "those of the first file",
            what,
            "the first kept"));
  }
}
