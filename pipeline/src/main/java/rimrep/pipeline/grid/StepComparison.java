package rimrep.pipeline.grid;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Variable;

/// Compares one step of a file with the same step of the store or of another file, value by value,
/// after the edits that conversion makes.
final class StepComparison {
  private final GridContract contract;
  private final TargetStore target;

  StepComparison(GridContract contract, TargetStore target) {
    this.contract = contract;
    this.target = target;
  }

  /// A file with the dimensions that run the other way in it.
  record Side(GridSource source, Set<String> reversed) {}

  /// The first variable that differs, or nothing.
  Optional<String> differs(Side side, int step, ZarrStore store, long index) {
    for (ArrayPlan array : target.arrays()) {
      if (array.role() != ArrayPlan.Role.GROWING) {
        continue;
      }
      Optional<ZarrArray> stored = store.array(array.name());
      if (stored.isEmpty()) {
        return Optional.of(array.name());
      }
      if (array.layout().type() == DataType.STRING) {
        Box there = stepBox(stored.get().layout(), index);
        if (!Arrays.equals(texts(side, array, step), stored.get().readText(there))) {
          return Optional.of(array.name());
        }
        continue;
      }
      byte[] there = stored.get().read(stepBox(stored.get().layout(), index));
      if (!Arrays.equals(cells(side, array, step), there)) {
        return Optional.of(array.name());
      }
    }
    return Optional.empty();
  }

  Optional<String> differs(Side a, int stepOfA, Side b, int stepOfB) {
    for (ArrayPlan array : target.arrays()) {
      if (array.role() != ArrayPlan.Role.GROWING) {
        continue;
      }
      boolean same =
          array.layout().type() == DataType.STRING
              ? Arrays.equals(texts(a, array, stepOfA), texts(b, array, stepOfB))
              : Arrays.equals(cells(a, array, stepOfA), cells(b, array, stepOfB));
      if (!same) {
        return Optional.of(array.name());
      }
    }
    return Optional.empty();
  }

  private static Box stepBox(ArrayLayout layout, long step) {
    Box whole = Box.whole(layout.withLength(1));
    whole.origin()[0] = step;
    return whole;
  }

  private byte[] cells(Side side, ArrayPlan array, int step) {
    Box box = stepBox(array.layout(), step);
    Optional<Variable> variable = names(side).variable(array.name());
    if (variable.isPresent()) {
      return mapping(side, array, variable.get()).readAligned(side.source(), box);
    }
    byte[] filled = new byte[box.cells() * array.layout().type().bytes()];
    array.layout().fill().fill(array.layout().type(), filled, box.cells());
    return filled;
  }

  private String[] texts(Side side, ArrayPlan array, int step) {
    return names(side)
        .variable(array.name())
        .map(v ->
            mapping(side, array, v).readAlignedText(side.source(), stepBox(array.layout(), step)))
        .orElse(new String[0]);
  }

  private ArrayMapping mapping(Side side, ArrayPlan array, Variable variable) {
    return ArrayMapping.of(names(side), variable, array.layout(), side.reversed());
  }

  private Names names(Side side) {
    return contract.names(side.source());
  }
}
