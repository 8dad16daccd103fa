package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.Variable;
import tools.jackson.databind.node.ObjectNode;

/// Makes the arrays of a store from the earliest file that has them: dimensions and coordinates
/// from the first, each variable from the first file in time order that holds it.
final class LayoutMaker {
  private static final int AXIS_CHUNK = 8192;
  private final GridContract contract;
  private final PublishedAttributes published;
  private final ChunkAdvisor chunks;

  LayoutMaker(GridContract contract) {
    this.contract = contract;
    this.published = new PublishedAttributes(contract);
    this.chunks = new ChunkAdvisor(contract);
  }

  /// Sets up dimensions and coordinates from the first file.
  void start(TargetStore target, GridSource source, int item, DriftLog drift) {
    Names names = contract.names(source);
    for (GridContract.Axis axis : contract.axes()) {
      Dimension dimension =
          names
              .dimension(axis.name())
              .orElseThrow(() ->
                  new BadInput(
                      source.name(),
                      "no dimension %s but %s"
                          .formatted(names.shown(axis.name()), names(source.dimensions())),
                      "the dimensions of gridschema.json",
                      ""));
      if (!contract.isAppend(axis.name())) {
        target.dimension(axis.name(), dimension.length());
        axis.length()
            .filter(n -> n != dimension.length())
            .ifPresent(n -> wrongLength(source, axis, dimension));
      }
    }
    for (GridContract.Axis axis : contract.axes()) {
      names.coordinate(axis.name()).ifPresent(v -> addAxis(target, source, axis, v, item, drift));
    }
    target.attributes(Attributes.json(source.attributes()));
    addVariables(target, source, item, Set.of(), drift);
  }

  private static void wrongLength(GridSource source, GridContract.Axis axis, Dimension dimension) {
    throw new BadInput(
        source.name() + ", dimension " + dimension.name(),
        dimension.length() + " cells",
        axis.length().orElseThrow() + " cells as gridschema.json says",
        "");
  }

  private static List<String> names(List<Dimension> dimensions) {
    return dimensions.stream().map(Dimension::name).toList();
  }

  private void addAxis(
      TargetStore target,
      GridSource source,
      GridContract.Axis axis,
      Variable variable,
      int item,
      DriftLog drift) {
    Set<String> named = new TreeSet<>();
    Names names = contract.names(source);
    published.named(source, variable).forEach(n -> named.add(names.ofVariable(n)));
    ObjectNode attributes = published.of(source, variable, axis.unit(), drift, named);
    if (contract.isAppend(axis.name())) {
      published.asTime(attributes);
      ArrayLayout layout =
          new ArrayLayout(
              axis.name(),
              DataType.INT64,
              List.of(axis.name()),
              List.of(0L),
              List.of(AXIS_CHUNK),
              FillValue.NONE,
              contract.codec(),
              attributes);
      target.add(new ArrayPlan(layout, ArrayPlan.Role.AXIS, List.of(1), true, Optional.empty()));
      return;
    }
    DataType type = Attributes.storedType(variable);
    axis.type().filter(t -> t != type).ifPresent(t -> wrongType(source, variable, type, t));
    ArrayPlan plan =
        plan(
            target,
            source,
            variable,
            axis.name(),
            type,
            List.of(axis.name()),
            Optional.empty(),
            attributes,
            item);
    boolean text = type == DataType.STRING;
    if (text) {
      target.add(plan);
      keep(target, source, variable, plan, Set.of());
      return;
    }
    double[] values =
        ZarrArray.doubles(
            type,
            map(source, variable, plan, Set.of()).readAligned(source, Box.whole(plan.layout())));
    Coordinates.check(source, variable, values);
    boolean reverse = values.length > 1 && axis.order().filter(o -> o != order(values)).isPresent();
    target.add(plan);
    keep(target, source, variable, plan, reverse ? Set.of(axis.name()) : Set.of());
    target.axis(axis.name(), ZarrArray.doubles(type, target.cells(axis.name()).orElseThrow()));
  }

  private static void wrongType(
      GridSource source, Variable variable, DataType found, DataType wanted) {
    throw new BadInput(
        source.name() + ", variable " + variable.name(),
        "type " + found,
        "type " + wanted + " as gridschema.json says",
        "");
  }

  private static GridContract.Order order(double[] values) {
    return values[values.length - 1] > values[0]
        ? GridContract.Order.ASCENDING
        : GridContract.Order.DESCENDING;
  }

  /// Adds what the file has and the store does not yet: variables of the schema, and the
  /// coordinates, grid mappings and bounds they name.
  ///
  /// @param reversed dimensions that run the other way in this file
  void addVariables(
      TargetStore target, GridSource source, int item, Set<String> reversed, DriftLog drift) {
    Names names = contract.names(source);
    Set<String> wanted = new LinkedHashSet<>();
    for (GridContract.Field field : contract.fields()) {
      names.variable(field.name()).ifPresent(v -> wanted.add(v.name()));
    }
    for (String name : List.copyOf(wanted)) {
      wanted.addAll(published.named(source, source.variable(name).orElseThrow()));
    }
    contract
        .axes()
        .forEach(a ->
            names.variable(a.name()).ifPresent(v -> wanted.addAll(published.named(source, v))));
    Set<String> stored = new TreeSet<>();
    wanted.forEach(n -> stored.add(names.ofVariable(n)));
    target.arrays().forEach(a -> stored.add(a.name()));
    for (String name : wanted) {
      if (target.array(names.ofVariable(name)).isEmpty()) {
        add(target, source, source.variable(name).orElseThrow(), item, reversed, drift, stored);
      }
    }
  }

  private void add(
      TargetStore target,
      GridSource source,
      Variable variable,
      int item,
      Set<String> reversed,
      DriftLog drift,
      Set<String> stored) {
    Names names = contract.names(source);
    String name = names.ofVariable(variable.name());
    String thing = source.name() + ", variable " + variable.name();
    Optional<GridContract.Field> field = contract.field(name);
    DataType type = Attributes.storedType(variable);
    field
        .flatMap(GridContract.Field::type)
        .filter(t -> t != type)
        .ifPresent(t -> wrongType(source, variable, type, t));
    List<String> dimensions =
        field.flatMap(GridContract.Field::dimensions).orElseGet(() -> names.dimensions(variable));
    for (String dimension : dimensions) {
      if (contract.axis(dimension).isEmpty()) {
        throw new BadInput(
            thing, "dimension " + dimension, "dimensions of gridschema.json only", "");
      }
    }
    if (contract.append().isPresent() && dimensions.indexOf(contract.append().get()) > 0) {
      throw new BadInput(
          thing,
          "dimensions " + dimensions,
          contract.append().get() + " first",
          "declare the dimensions in gridschema.json");
    }
    ObjectNode attributes =
        published.of(source, variable, field.flatMap(GridContract.Field::unit), drift, stored);
    ArrayPlan plan =
        plan(
            target,
            source,
            variable,
            name,
            type,
            dimensions,
            field.flatMap(GridContract.Field::nodata),
            attributes,
            item);
    if (plan.role() == ArrayPlan.Role.COORDINATE) {
      Coordinates.refusePacked(source, variable);
    }
    target.add(plan);
    boolean compared = contract.append().isPresent() || plan.role() == ArrayPlan.Role.COORDINATE;
    if (plan.role() != ArrayPlan.Role.GROWING && compared) {
      keep(target, source, variable, plan, reversed);
    }
  }

  private ArrayPlan plan(
      TargetStore target,
      GridSource source,
      Variable variable,
      String name,
      DataType type,
      List<String> dimensions,
      Optional<Number> nodata,
      ObjectNode attributes,
      int item) {
    boolean grows = contract.append().isPresent() && dimensions.contains(contract.append().get());
    List<Long> shape = new ArrayList<>();
    for (String dimension : dimensions) {
      shape.add(contract.isAppend(dimension) ? 0L : target.length(dimension).orElseThrow());
    }
    ArrayLayout layout =
        new ArrayLayout(
            name,
            type,
            dimensions,
            shape,
            contract.axis(name).isPresent()
                ? List.of(Math.toIntExact(Math.max(1, shape.getFirst())))
                : chunks.chunks(target, source, type, dimensions),
            fill(variable, type, nodata),
            contract.codec(),
            attributes);
    ArrayPlan.Role role =
        grows
            ? ArrayPlan.Role.GROWING
            : isCoordinate(name, attributes) ? ArrayPlan.Role.COORDINATE : ArrayPlan.Role.STATIC;
    return new ArrayPlan(
        layout,
        role,
        ChunkAdvisor.sourceChunks(variable, map(source, variable, layout, Set.of())),
        true,
        grows ? Optional.empty() : Optional.of(item));
  }

  private boolean isCoordinate(String name, ObjectNode attributes) {
    String units = attributes.path("units").asString("");
    return contract.axis(name).isPresent() || Units.isNorth(units) || Units.isEast(units);
  }

  private static FillValue fill(Variable variable, DataType type, Optional<Number> nodata) {
    if (type == DataType.STRING) {
      return FillValue.NONE;
    }
    return Attributes.declaredFill(variable, type)
        .or(() -> nodata.map(n -> FillValue.of(type, n)))
        .orElseGet(() -> type.isFloat() ? FillValue.nan(type) : FillValue.NONE);
  }

  private ArrayMapping map(
      GridSource source, Variable variable, ArrayPlan plan, Set<String> reversed) {
    return map(source, variable, plan.layout(), reversed);
  }

  private ArrayMapping map(
      GridSource source, Variable variable, ArrayLayout layout, Set<String> reversed) {
    return ArrayMapping.of(contract.names(source), variable, layout, reversed);
  }

  private void keep(
      TargetStore target,
      GridSource source,
      Variable variable,
      ArrayPlan plan,
      Set<String> reversed) {
    ArrayMapping mapping = map(source, variable, plan, reversed);
    Box whole = Box.whole(plan.layout());
    if (plan.layout().type() == DataType.STRING) {
      target.texts(plan.name(), mapping.readAlignedText(source, whole));
    } else {
      target.cells(plan.name(), mapping.readAligned(source, whole));
    }
  }
}
