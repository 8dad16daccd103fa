package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.storage.Storage;

/// Converts one shard: cuts it into tasks, runs them within the memory allowed, joins what they
/// counted. Stores only objects that no reader of the consolidated metadata sees yet, or a last
/// chunk that keeps all that is seen of it.
final class ShardConversion {
  private final GridPlan.Changes plan;
  private final GridResources resources;
  private final GridProgress progress;

  ShardConversion(GridPlan.Changes plan, GridResources resources, GridProgress progress) {
    this.plan = plan;
    this.resources = resources;
    this.progress = progress;
  }

  ShardReport run(int shard, ItemOpener opener, Storage storage, String prefix) {
    long limit = resources.memoryBytes() / resources.workers() / 6;
    List<ChunkTask> tasks = ChunkTask.of(plan, plan.shards().get(shard), limit);
    int most = Math.max(1, Math.min(resources.workers(), tasks.size()));
    Optional<ZarrStore> before =
        plan.committed() > 0 ? ZarrStore.open(storage, prefix) : Optional.empty();
    AtomicLong done = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    List<ChunkConverter> converters = new ArrayList<>();
    long memory = memory(tasks);
    List<TaskResult> results;
    try (OpenItems items = new OpenItems(plan, opener)) {
      results =
          ShardExecutor.run(
              most,
              tasks,
              wanted -> resources.take(memory, wanted),
              () -> {
                ChunkConverter converter = new ChunkConverter(plan, items, before, storage, prefix);
                synchronized (converters) {
                  converters.add(converter);
                }
                return counted(converter::convert, bytes);
              },
              () -> progress.advanced(done.incrementAndGet(), tasks.size(), bytes.get()));
    }
    return report(shard, tasks, results, counted(tasks, results, converters));
  }

  private CountedChunks counted(
      List<ChunkTask> tasks, List<TaskResult> results, List<ChunkConverter> converters) {
    SortedMap<String, String> digests = new TreeMap<>();
    SortedMap<String, CellCount> counts = new TreeMap<>();
    for (int i = 0; i < tasks.size(); i++) {
      TaskResult result = results.get(i);
      if (!result.digests.isEmpty()) {
        ArrayLayout layout = tasks.get(i).array().layout();
        digests.putAll(result.digests);
        counts
            .computeIfAbsent(layout.name(), n -> new CellCount(layout.type()))
            .join(result.counted);
      }
    }
    SortedMap<String, CellFacts> facts = new TreeMap<>();
    counts.forEach((name, count) -> facts.put(name, count.facts()));
    SortedMap<String, BitSet> marks = new TreeMap<>();
    converters.forEach(
        c -> c.marks().forEach((n, m) -> marks.computeIfAbsent(n, k -> new BitSet()).or(m)));
    SortedMap<String, String> packed = new TreeMap<>();
    marks.forEach((name, marked) -> packed.put(name, CountedChunks.pack(marked)));
    return new CountedChunks(digests, facts, ChunkConverter.plane(plan), packed);
  }

  private static Function<ChunkTask, TaskResult> counted(
      Function<ChunkTask, TaskResult> convert, AtomicLong bytes) {
    return task -> {
      TaskResult result = convert.apply(task);
      bytes.addAndGet(result.bytes());
      return result;
    };
  }

  /// Bytes of the buffers of one thread: chunks and the cells read for them, the chunk compressed
  /// and read back, a chunk of the source.
  private long memory(List<ChunkTask> tasks) {
    long most = 1;
    for (ChunkTask task : tasks) {
      long size = Math.max(1, task.array().layout().type().bytes());
      long chunk = task.array().layout().chunkCells() * size;
      long need = 2 * task.cells() * size + 4 * chunk;
      if (need > resources.memoryBytes()) {
        throw new BadConfiguration(
            "grid: variable " + task.array().name(),
            "chunks of %s, %d bytes, need %d bytes of memory"
                .formatted(task.array().layout().chunks(), chunk, need),
            "at most " + resources.memoryBytes() + " bytes",
            "make the chunks smaller or give more memory");
      }
      most = Math.max(most, need);
    }
    return most;
  }

  private ShardReport report(
      int shard, List<ChunkTask> tasks, List<TaskResult> results, CountedChunks counted) {
    SortedMap<String, CellCount> read = new TreeMap<>();
    SortedMap<String, CellCount> stored = new TreeMap<>();
    List<ShardReport.WrittenChunk> written = new ArrayList<>();
    List<String> mismatches = new ArrayList<>();
    long absent = 0;
    for (int i = 0; i < tasks.size(); i++) {
      ArrayLayout layout = tasks.get(i).array().layout();
      TaskResult result = results.get(i);
      read.computeIfAbsent(layout.name(), n -> new CellCount(layout.type())).join(result.asRead);
      stored
          .computeIfAbsent(layout.name(), n -> new CellCount(layout.type()))
          .join(result.asStored);
      written.addAll(result.written);
      mismatches.addAll(result.mismatches);
      absent += result.absent;
    }
    SortedMap<String, ShardReport.Checked> arrays = new TreeMap<>();
    read.forEach((name, count) -> {
      CellFacts before = count.facts();
      CellFacts after = stored.getOrDefault(name, count).facts();
      arrays.put(name, new ShardReport.Checked(before, after));
      if (!before.equals(after)) {
        mismatches.add("%s: read %s, stored %s".formatted(name, before, after));
      }
    });
    written.sort(Comparator.comparing(ShardReport.WrittenChunk::key));
    return new ShardReport(
        plan.digest(),
        shard,
        arrays,
        List.copyOf(written),
        absent,
        counted,
        List.copyOf(mismatches));
  }
}
