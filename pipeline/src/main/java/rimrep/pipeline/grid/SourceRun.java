package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.List;

/// Neighbouring new steps that are neighbours in one file too: read at once.
///
/// @param item index in the plan
/// @param fileStep first step in the file
/// @param storeStep first step in the store
record SourceRun(int item, int fileStep, long storeStep, int steps) {

  /// The runs of the new steps in `fresh`.
  ///
  /// @param mostCells most cells of a run, unless one step has more
  static List<SourceRun> of(GridPlan.Changes plan, Box fresh, long mostCells) {
    List<SourceRun> runs = new ArrayList<>();
    int perStep = Math.max(1, fresh.cells() / Math.max(1, fresh.shape()[0]));
    long most = Math.max(1, mostCells / perStep);
    long from = fresh.origin()[0];
    for (long step = from; step < from + fresh.shape()[0]; step++) {
      GridPlan.StepSource source = plan.steps().get(Math.toIntExact(step - plan.committed()));
      SourceRun last = runs.isEmpty() ? null : runs.getLast();
      if (last != null
          && last.item == source.item()
          && last.fileStep + last.steps == source.step()
          && last.steps < most) {
        runs.set(
            runs.size() - 1,
            new SourceRun(last.item, last.fileStep, last.storeStep, last.steps + 1));
      } else {
        runs.add(new SourceRun(source.item(), source.step(), step, 1));
      }
    }
    return runs;
  }

  Box inFile(Box fresh) {
    return along(fresh, fileStep);
  }

  Box inStore(Box fresh) {
    return along(fresh, storeStep);
  }

  private Box along(Box fresh, long first) {
    long[] origin = fresh.origin().clone();
    int[] shape = fresh.shape().clone();
    origin[0] = first;
    shape[0] = steps;
    return new Box(origin, shape);
  }
}
