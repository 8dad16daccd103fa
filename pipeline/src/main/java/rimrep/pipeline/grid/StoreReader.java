package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.netcdf.DataType;

/// Takes the plan's view of a store that exists, and refuses a contract that no longer fits it.
final class StoreReader {
  private final GridContract contract;
  private final ZarrStore store;

  StoreReader(GridContract contract, ZarrStore store) {
    this.contract = contract;
    this.store = store;
  }

  TargetStore read() {
    TargetStore target = new TargetStore();
    target.attributes(store.layout().attributes());
    for (ZarrArray array : store.arrays()) {
      ArrayLayout layout = array.layout();
      check(layout);
      for (int d = 0; d < layout.rank(); d++) {
        if (!contract.isAppend(layout.dimensions().get(d))) {
          target.dimension(layout.dimensions().get(d), layout.shape().get(d));
        }
      }
      ArrayPlan plan = plan(layout);
      target.add(plan);
      if (plan.role() == ArrayPlan.Role.COORDINATE || plan.role() == ArrayPlan.Role.STATIC) {
        keep(target, array);
      }
    }
    return target;
  }

  /// The times of the store; empty for a one-shot dataset.
  List<Long> times() {
    List<Long> times = new ArrayList<>();
    contract
        .append()
        .ifPresent(name -> {
          ZarrArray axis =
              store
                  .array(name)
                  .orElseThrow(
                      () -> differs("dimension " + name, "absent", "the append dimension"));
          for (long time : axis.readLongs()) {
            times.add(time);
          }
        });
    return times;
  }

  private void keep(TargetStore target, ZarrArray array) {
    ArrayLayout layout = array.layout();
    if (layout.type() == DataType.STRING) {
      target.texts(layout.name(), array.readText());
      return;
    }
    target.cells(layout.name(), array.readAll());
    if (layout.dimensions().equals(List.of(layout.name()))) {
      target.axis(layout.name(), array.readDoubles());
    }
  }

  private ArrayPlan plan(ArrayLayout layout) {
    boolean axis = contract.isAppend(layout.name());
    boolean grows = contract.append().isPresent() && layout.hasDimension(contract.append().get());
    String units = layout.attributes().path("units").asString("");
    boolean coordinate =
        contract.axis(layout.name()).isPresent() || Units.isNorth(units) || Units.isEast(units);
    ArrayPlan.Role role =
        axis
            ? ArrayPlan.Role.AXIS
            : grows
                ? ArrayPlan.Role.GROWING
                : coordinate ? ArrayPlan.Role.COORDINATE : ArrayPlan.Role.STATIC;
    return new ArrayPlan(layout, role, layout.chunks(), false, Optional.empty());
  }

  private void check(ArrayLayout layout) {
    String thing = "array " + layout.name();
    if (!layout.codec().equals(contract.codec())) {
      throw differs(thing, "codec " + layout.codec().text(), "codec " + contract.codec().text());
    }
    for (int d = 0; d < layout.rank(); d++) {
      String dimension = layout.dimensions().get(d);
      Integer wanted = contract.chunks().get(dimension);
      boolean axis = contract.axis(layout.name()).isPresent();
      long most = contract.isAppend(dimension) ? Long.MAX_VALUE : layout.shape().get(d);
      if (wanted != null && !axis && layout.chunks().get(d) != Math.min(wanted, most)) {
        throw differs(
            thing,
            "chunks of %d along %s".formatted(layout.chunks().get(d), dimension),
            "chunks of " + wanted);
      }
    }
    if (contract.isAppend(layout.name())) {
      String units = layout.attributes().path("units").asString("");
      if (!units.equals(contract.time().units())) {
        throw differs(thing, "units '" + units + "'", "units '" + contract.time().units() + "'");
      }
    }
    contract.field(layout.name()).ifPresent(f -> check(thing, layout, f));
  }

  private void check(String thing, ArrayLayout layout, GridContract.Field field) {
    field
        .type()
        .filter(t -> t != layout.type())
        .ifPresent(t -> {
          throw differs(thing, "type " + layout.type(), "type " + t);
        });
    field
        .dimensions()
        .filter(d -> !d.equals(layout.dimensions()))
        .ifPresent(d -> {
          throw differs(thing, "dimensions " + layout.dimensions(), "dimensions " + d);
        });
  }

  private BadConfiguration differs(String thing, String found, String expected) {
    return new BadConfiguration(
        "the store " + store.prefix() + ", " + thing,
        found,
        expected + " as the dataset's files say now",
        "a changed layout is a new dataset: give it another id, or undo the change");
  }
}
