package rimrep.pipeline.grid;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rimrep.pipeline.netcdf.Variable;

/// Makes the chunks of a task whose values are texts. They have no fill value: each is written.
final class TextConverter {
  private final GridPlan.Changes plan;
  private final OpenItems items;
  private final Optional<ZarrStore> before;
  private final ChunkWriter writer;

  TextConverter(
      GridPlan.Changes plan, OpenItems items, Optional<ZarrStore> before, ChunkWriter writer) {
    this.plan = plan;
    this.items = items;
    this.before = before;
    this.writer = writer;
  }

  void convert(ChunkTask task, TaskResult result) {
    ArrayLayout layout = task.array().layout();
    for (long[] index : task.chunks()) {
      ChunkTask one = new ChunkTask(task.array(), index, ones(index.length));
      Box fresh = ChunkConverter.fresh(plan, one);
      Box chunk = Box.ofChunk(layout, index);
      String[] texts = new String[layout.chunkCells()];
      Arrays.fill(texts, "");
      if (task.array().role() == ArrayPlan.Role.GROWING) {
        old(task.array(), one.region(), chunk, texts);
        List<SourceRun> runs = SourceRun.of(plan, fresh, layout.chunkCells());
        runs.forEach(
            r -> place(task, r.item(), r.inFile(fresh), r.inStore(fresh), chunk, texts, result));
      } else {
        place(task, task.array().staticItem().orElseThrow(), fresh, fresh, chunk, texts, result);
      }
      writer.writeText(layout, index, texts, fresh, result);
    }
  }

  private static int[] ones(int rank) {
    int[] ones = new int[rank];
    Arrays.fill(ones, 1);
    return ones;
  }

  private void old(ArrayPlan array, Box region, Box chunk, String[] texts) {
    long steps = plan.committed() - region.origin()[0];
    if (array.isNew() || steps <= 0) {
      return;
    }
    region.shape()[0] = Math.toIntExact(steps);
    String[] stored = before.orElseThrow().array(array.name()).orElseThrow().readText(region);
    region.copyTo(chunk, region).text(stored, texts);
  }

  private void place(
      ChunkTask task,
      int item,
      Box inFile,
      Box inStore,
      Box chunk,
      String[] texts,
      TaskResult result) {
    try (OpenItems.Lease lease = items.lease(item)) {
      GridSource source = lease.source();
      Names names = new Names(source, plan.rename());
      Variable variable = names.variable(task.array().name()).orElseThrow();
      Set<String> reversed = ChunkConverter.reversed(plan, item);
      ArrayMapping mapping = ArrayMapping.of(names, variable, task.array().layout(), reversed);
      String[] read = mapping.readText(source, inFile);
      mapping.copy(inStore, chunk, inStore).text(read, texts);
      result.asRead.addText(inStore.cells());
    }
  }
}
