package rimrep.pipeline.grid;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Variable;
import rimrep.pipeline.storage.Storage;

/// Makes the chunks of one task after another: reads the source once, counts, edits, places the
/// cells, stores. Keeps its buffers: one per thread.
final class ChunkConverter {
  private final GridPlan.Changes plan;
  private final OpenItems items;
  private final Optional<ZarrStore> before;
  private final ChunkWriter writer;
  private byte[] raw = new byte[0];
  private byte[][] buffers = new byte[0][];

  ChunkConverter(
      GridPlan.Changes plan,
      OpenItems items,
      Optional<ZarrStore> before,
      Storage storage,
      String prefix) {
    this.plan = plan;
    this.items = items;
    this.before = before;
    this.writer = new ChunkWriter(storage, prefix, plane(plan));
  }

  TaskResult convert(ChunkTask task) {
    TaskResult result = new TaskResult(task.array());
    if (task.array().layout().type() == DataType.STRING) {
      new TextConverter(plan, items, before, writer).convert(task, result);
      return result;
    }
    List<long[]> chunks = task.chunks();
    prepare(task, chunks);
    Box fresh = fresh(plan, task);
    if (task.array().role() == ArrayPlan.Role.GROWING) {
      for (SourceRun run : SourceRun.of(plan, fresh, task.cells())) {
        place(task, chunks, run.item(), run.inFile(fresh), run.inStore(fresh), result);
      }
    } else {
      place(task, chunks, task.array().staticItem().orElseThrow(), fresh, fresh, result);
    }
    for (int i = 0; i < chunks.size(); i++) {
      ArrayLayout layout = task.array().layout();
      Box part = fresh.intersect(Box.ofChunk(layout, chunks.get(i))).orElseThrow();
      writer.write(layout, chunks.get(i), buffers[i], part, result);
    }
    return result;
  }

  /// The cells of a task that this run brings: all, but for a growing array only the new steps.
  static Box fresh(GridPlan.Changes plan, ChunkTask task) {
    Box region = task.region();
    if (task.array().role() != ArrayPlan.Role.GROWING) {
      return region;
    }
    long from = Math.max(region.origin()[0], plan.committed());
    region.shape()[0] -= Math.toIntExact(from - region.origin()[0]);
    region.origin()[0] = from;
    return region;
  }

  /// Fills the buffers: the fill value, and below the committed length what is stored. What lies
  /// beyond that length in a stored chunk was left by a run that did not end.
  private void prepare(ChunkTask task, List<long[]> chunks) {
    ArrayLayout layout = task.array().layout();
    if (buffers.length < chunks.size()) {
      buffers = Arrays.copyOf(buffers, chunks.size());
    }
    for (int i = 0; i < chunks.size(); i++) {
      byte[] buffer = buffers[i];
      if (buffer == null || buffer.length < layout.chunkBytes()) {
        buffer = new byte[layout.chunkBytes()];
        buffers[i] = buffer;
      }
      int kept = 0;
      if (hasOldSteps(task)) {
        ZarrArray old = before.orElseThrow().array(task.array().name()).orElseThrow();
        if (old.readChunk(chunks.get(i), writer.coder(), buffer)) {
          long steps = plan.committed() - task.region().origin()[0];
          kept = Math.toIntExact(steps * (layout.chunkCells() / layout.chunks().getFirst()));
        }
      }
      layout.fill().fill(layout.type(), buffer, kept, layout.chunkCells());
    }
  }

  private boolean hasOldSteps(ChunkTask task) {
    return task.array().role() == ArrayPlan.Role.GROWING
        && !task.array().isNew()
        && plan.committed() > task.region().origin()[0];
  }

  private void place(
      ChunkTask task, List<long[]> chunks, int item, Box inFile, Box inStore, TaskResult result) {
    try (OpenItems.Lease lease = items.lease(item)) {
      GridSource source = lease.source();
      Names names = new Names(source, plan.rename());
      Optional<Variable> variable = names.variable(task.array().name());
      if (variable.isEmpty()) {
        result.asRead.addMissing(inStore.cells());
        return;
      }
      ArrayLayout layout = task.array().layout();
      ArrayMapping mapping = ArrayMapping.of(names, variable.get(), layout, reversed(plan, item));
      int size = layout.type().bytes();
      raw = ChunkCoder.atLeast(raw, inStore.cells() * size);
      mapping.read(source, inFile, raw);
      result.asRead.add(mapping.markers(), raw, 0, inStore.cells());
      for (int i = 0; i < chunks.size(); i++) {
        Box chunk = Box.ofChunk(layout, chunks.get(i));
        byte[] target = buffers[i];
        inStore
            .intersect(chunk)
            .ifPresent(part -> mapping.copy(inStore, chunk, part).bytes(size, raw, target));
      }
    }
  }

  static Optional<DataPlane> plane(GridPlan.Changes plan) {
    Optional<String> append =
        plan.arrays().stream()
            .filter(a -> a.role() == ArrayPlan.Role.AXIS)
            .map(ArrayPlan::name)
            .findFirst();
    return DataPlane.of(plan.layout(), append);
  }

  /// By array: the cells of the map with data in a chunk this thread stored.
  Map<String, BitSet> marks() {
    return writer.marks();
  }

  static Set<String> reversed(GridPlan.Changes plan, int item) {
    return switch (plan.items().get(item).judgement()) {
      case ItemPlan.Accepted accepted -> accepted.reversed();
      case ItemPlan.Unchanged unchanged -> Set.of();
      case ItemPlan.Rejected rejected -> Set.of();
    };
  }
}
