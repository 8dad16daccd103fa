package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;

/// Reads every object of a store once: its digest, and of chunks what their cells hold. Memory does
/// not grow with the number of objects beyond their list.
///
/// @param objects sorted by key
/// @param arrays what the cells of each array hold, absent chunks counted as missing
/// @param absentChunks by array: chunks that are not there
/// @param withData cells of the mask's plane, C order, that hold a valid value in any step; empty
///   without a mask
public record StoreScan(
    List<ScannedObject> objects,
    SortedMap<String, CellFacts> arrays,
    SortedMap<String, Long> absentChunks,
    Optional<BitSet> withData) {

  /// @param key in the storage
  public record ScannedObject(String key, long bytes, String sha256) {}

  /// The plane whose cells with data are wanted, and the arrays that lie on it.
  public record Mask(String y, String x, List<String> arrays) {}

  public static StoreScan of(Storage storage, ZarrStore store, Optional<Mask> mask, int threads) {
    List<Worker> workers = new ArrayList<>();
    List<ScannedObject> objects =
        ShardExecutor.run(
            threads,
            storage.list(store.prefix() + "/"),
            () -> {
              Worker worker = new Worker(storage, store, mask);
              synchronized (workers) {
                workers.add(worker);
              }
              return (Function<StoredObject, ScannedObject>) worker::scan;
            },
            () -> {});
    return joined(store, objects, workers, mask.isPresent());
  }

  private static StoreScan joined(
      ZarrStore store, List<ScannedObject> objects, List<Worker> workers, boolean masked) {
    SortedMap<String, CellFacts> facts = new TreeMap<>();
    SortedMap<String, Long> absent = new TreeMap<>();
    BitSet withData = new BitSet();
    workers.forEach(w -> withData.or(w.withData));
    for (ArrayLayout layout : store.layout().arrays()) {
      CellCount count = new CellCount(layout.type());
      long seen = 0;
      for (Worker worker : workers) {
        seen += worker.seen.getOrDefault(layout.name(), 0L);
        Optional.ofNullable(worker.counts.get(layout.name())).ifPresent(count::join);
      }
      long lost = layout.chunkCount() - seen;
      if (lost > 0 && !layout.fill().declared()) {
        throw new BadInput(
            store.prefix() + ", array " + layout.name(),
            lost + " chunks are not there",
            "every chunk, for the array has no fill value",
            "convert the dataset again");
      }
      count.addMissing(Math.max(0, cells(layout) - count.cells()));
      facts.put(layout.name(), count.facts());
      absent.put(layout.name(), lost);
    }
    return new StoreScan(objects, facts, absent, masked ? Optional.of(withData) : Optional.empty());
  }

  private static long cells(ArrayLayout layout) {
    return layout.shape().stream().reduce(1L, Math::multiplyExact);
  }

  /// One thread's part.
  private static final class Worker {
    private final Storage storage;
    private final ZarrStore store;
    private final Optional<Mask> mask;
    private final ChunkCoder coder = new ChunkCoder();
    private final Map<String, CellCount> counts = new HashMap<>();
    private final Map<String, Long> seen = new HashMap<>();
    private final BitSet withData = new BitSet();
    private byte[] chunk = new byte[0];

    Worker(Storage storage, ZarrStore store, Optional<Mask> mask) {
      this.storage = storage;
      this.store = store;
      this.mask = mask;
    }

    ScannedObject scan(StoredObject object) {
      byte[] bytes = new byte[Math.toIntExact(object.sizeBytes())];
      try (ByteSource source = storage.open(object.key())) {
        source.readAt(0, ByteBuffer.wrap(bytes));
      }
      String key = object.key().substring(store.prefix().length() + 1);
      int slash = key.lastIndexOf('/');
      if (slash > 0 && !key.startsWith(".", slash + 1)) {
        store.layout().array(key.substring(0, slash)).ifPresent(a -> chunk(a, key, bytes));
      }
      return new ScannedObject(object.key(), bytes.length, GridContract.sha256(bytes));
    }

    private void chunk(ArrayLayout layout, String key, byte[] bytes) {
      Optional<long[]> index = ChunkIndexes.parse(layout, key);
      if (index.isEmpty()) {
        return; // beyond the array: a run that did not end left it
      }
      seen.merge(layout.name(), 1L, Long::sum);
      CellCount count = counts.computeIfAbsent(layout.name(), n -> new CellCount(layout.type()));
      Box whole = Box.ofChunk(layout, index.get());
      Box part = whole.intersect(Box.whole(layout)).orElseThrow();
      if (layout.type() == DataType.STRING) {
        byte[] raw = coder.decodeUnknown(layout.codec(), bytes, key);
        TextCells.decode(raw, layout.chunkCells(), key);
        count.addText(part.cells());
        return;
      }
      chunk = ChunkCoder.atLeast(chunk, layout.chunkBytes());
      coder.decode(
          layout.codec(),
          layout.type().bytes(),
          bytes,
          bytes.length,
          chunk,
          layout.chunkBytes(),
          key);
      Markers markers = Markers.ofStore(layout);
      whole
          .copyTo(whole, part)
          .each((from, step, to, targetStep, n) -> count.add(markers, chunk, from, n));
      mask.filter(m -> m.arrays().contains(layout.name()))
          .ifPresent(m -> new DataMask(layout, m, markers).mark(chunk, whole, part, withData));
    }
  }
}
