package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
  public record Mask(DataPlane plane, List<String> arrays) {}

  /// @param counted chunks whose facts are known by digest; those that have it still are hashed,
  ///   not counted again
  public static StoreScan of(
      Storage storage,
      ZarrStore store,
      Optional<Mask> mask,
      List<CountedChunks> counted,
      int threads) {
    List<StoredObject> listed = storage.list(store.prefix() + "/");
    Map<String, String> expected = new HashMap<>();
    List<CountedChunks> usable =
        counted.stream()
            .filter(c -> mask.isEmpty() || c.plane().equals(mask.map(Mask::plane)))
            .toList();
    usable.forEach(c -> expected.putAll(c.digests()));
    List<Worker> workers = new ArrayList<>();
    List<ScannedObject> objects = scan(storage, store, mask, expected, threads, listed, workers);
    Map<String, String> found = new HashMap<>();
    int cut = store.prefix().length() + 1;
    objects.forEach(o -> found.put(o.key().substring(cut), o.sha256()));
    List<CountedChunks> known = holding(usable, found);
    Set<String> again = new HashSet<>();
    usable.forEach(c -> again.addAll(c.digests().keySet()));
    known.forEach(c -> again.removeAll(c.digests().keySet()));
    List<StoredObject> rest =
        listed.stream()
            .filter(o -> again.contains(o.key().substring(cut)))
            .filter(o ->
                Objects.equals(
                    expected.get(o.key().substring(cut)), found.get(o.key().substring(cut))))
            .toList();
    scan(storage, store, mask, Map.of(), threads, rest, workers);
    return joined(store, objects, workers, known, mask);
  }

  /// Those whose chunks are all as they were, none of them in two.
  private static List<CountedChunks> holding(
      List<CountedChunks> counted, Map<String, String> found) {
    List<CountedChunks> holding = new ArrayList<>();
    Set<String> settled = new HashSet<>();
    for (CountedChunks chunks : counted) {
      boolean apart = Collections.disjoint(settled, chunks.digests().keySet());
      if (apart && chunks.holdsFor(found)) {
        holding.add(chunks);
        settled.addAll(chunks.digests().keySet());
      }
    }
    return holding;
  }

  private static List<ScannedObject> scan(
      Storage storage,
      ZarrStore store,
      Optional<Mask> mask,
      Map<String, String> expected,
      int threads,
      List<StoredObject> objects,
      List<Worker> workers) {
    return ShardExecutor.run(
        threads,
        objects,
        () -> {
          Worker worker = new Worker(storage, store, mask, expected);
          synchronized (workers) {
            workers.add(worker);
          }
          return (Function<StoredObject, ScannedObject>) worker::scan;
        },
        () -> {});
  }

  private static StoreScan joined(
      ZarrStore store,
      List<ScannedObject> objects,
      List<Worker> workers,
      List<CountedChunks> known,
      Optional<Mask> mask) {
    SortedMap<String, CellFacts> facts = new TreeMap<>();
    SortedMap<String, Long> absent = new TreeMap<>();
    BitSet withData = new BitSet();
    workers.forEach(w -> withData.or(w.withData));
    mask.ifPresent(
        m -> m.arrays().forEach(array -> known.forEach(k -> withData.or(k.marked(array)))));
    for (ArrayLayout layout : store.layout().arrays()) {
      CellCount count = new CellCount(layout.type());
      long seen = 0;
      for (Worker worker : workers) {
        seen += worker.seen.getOrDefault(layout.name(), 0L);
        Optional.ofNullable(worker.counts.get(layout.name())).ifPresent(count::join);
      }
      CellFacts already = known(layout, known);
      seen += chunks(layout, known);
      long lost = layout.chunkCount() - seen;
      if (lost > 0 && !layout.fill().declared()) {
        throw new BadInput(
            store.prefix() + ", array " + layout.name(),
            lost + " chunks are not there",
            "every chunk, for the array has no fill value",
            "convert the dataset again");
      }
      long counted = count.cells() + already.valid() + already.missing();
      count.addMissing(Math.max(0, cells(layout) - counted));
      facts.put(layout.name(), count.facts().plus(already));
      absent.put(layout.name(), lost);
    }
    return new StoreScan(objects, facts, absent, mask.map(m -> withData));
  }

  private static CellFacts known(ArrayLayout layout, List<CountedChunks> known) {
    CellFacts facts = new CellCount(layout.type()).facts();
    for (CountedChunks chunks : known) {
      CellFacts more = chunks.arrays().get(layout.name());
      facts = more == null ? facts : facts.plus(more);
    }
    return facts;
  }

  private static long chunks(ArrayLayout layout, List<CountedChunks> known) {
    String folder = layout.name() + "/";
    return known.stream()
        .flatMap(k -> k.digests().keySet().stream())
        .filter(k -> k.startsWith(folder))
        .count();
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
    private final Map<String, DataMask> masks = new HashMap<>();
    private final Map<String, String> expected;
    private byte[] chunk = new byte[0];
    private byte[] bytes = new byte[0];

    Worker(Storage storage, ZarrStore store, Optional<Mask> mask, Map<String, String> expected) {
      this.expected = expected;
      this.storage = storage;
      this.store = store;
      this.mask = mask;
    }

    ScannedObject scan(StoredObject object) {
      int size = Math.toIntExact(object.sizeBytes());
      bytes = ChunkCoder.atLeast(bytes, size);
      try (ByteSource source = storage.open(object.key())) {
        source.readAt(0, ByteBuffer.wrap(bytes, 0, size));
      }
      String sha256 = GridContract.sha256(bytes, size);
      String key = object.key().substring(store.prefix().length() + 1);
      int slash = key.lastIndexOf('/');
      if (slash > 0 && !key.startsWith(".", slash + 1) && !sha256.equals(expected.get(key))) {
        store.layout().array(key.substring(0, slash)).ifPresent(a -> chunk(a, key, size));
      }
      return new ScannedObject(object.key(), size, sha256);
    }

    private void chunk(ArrayLayout layout, String key, int size) {
      Optional<long[]> index = ChunkIndexes.parse(layout, key);
      if (index.isEmpty()) {
        return; // beyond the array: a run that did not end left it
      }
      seen.merge(layout.name(), 1L, Long::sum);
      CellCount count = counts.computeIfAbsent(layout.name(), n -> new CellCount(layout.type()));
      Box whole = Box.ofChunk(layout, index.get());
      Box part = whole.intersect(Box.whole(layout)).orElseThrow();
      if (layout.type() == DataType.STRING) {
        byte[] raw = coder.decodeUnknown(layout.codec(), Arrays.copyOf(bytes, size), key);
        TextCells.decode(raw, layout.chunkCells(), key);
        count.addText(part.cells());
        return;
      }
      chunk = ChunkCoder.atLeast(chunk, layout.chunkBytes());
      coder.decode(
          layout.codec(), layout.type().bytes(), bytes, size, chunk, layout.chunkBytes(), key);
      Markers markers = Markers.ofStore(layout);
      whole
          .copyTo(whole, part)
          .each((from, step, to, targetStep, n) -> count.add(markers, chunk, from, n));
      mask.filter(m -> m.arrays().contains(layout.name()))
          .ifPresent(m ->
              masks
                  .computeIfAbsent(layout.name(), n -> new DataMask(layout, m.plane(), markers))
                  .mark(chunk, whole, part, withData));
    }
  }
}
