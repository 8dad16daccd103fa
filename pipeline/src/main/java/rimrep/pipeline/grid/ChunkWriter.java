package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Storage;

/// Stores chunks and reads each back through the store: what is counted as stored comes from the
/// stored bytes. Keeps buffers: one per thread.
final class ChunkWriter {
  private final Storage storage;
  private final String prefix;
  private final ChunkCoder coder = new ChunkCoder();
  private byte[] reread = new byte[0];
  private byte[] stored = new byte[0];

  private final Optional<DataPlane> plane;
  private final Map<String, BitSet> marks = new HashMap<>();
  private final Map<String, DataMask> masks = new HashMap<>();

  ChunkWriter(Storage storage, String prefix) {
    this(storage, prefix, Optional.empty());
  }

  /// @param plane where to mark the cells with data
  ChunkWriter(Storage storage, String prefix, Optional<DataPlane> plane) {
    this.storage = storage;
    this.prefix = prefix;
    this.plane = plane;
  }

  /// By array: the cells of the plane with data in a chunk that was stored.
  Map<String, BitSet> marks() {
    return marks;
  }

  ChunkCoder coder() {
    return coder;
  }

  /// @param chunk the chunk at full size
  /// @param fresh the cells in it that this run brings, to be counted
  void write(ArrayLayout layout, long[] index, byte[] chunk, Box fresh, TaskResult result) {
    DataType type = layout.type();
    int length = layout.chunkBytes();
    if (layout.fill().declared() && layout.fill().fillsAll(type, chunk, length)) {
      result.absent++;
      result.asStored.addMissing(fresh.cells());
      return;
    }
    String key = layout.chunkKey(index);
    Body.Bytes encoded = coder.encode(layout.codec(), type.bytes(), chunk, length);
    String sha256 = GridContract.sha256(encoded.bytes(), encoded.length());
    int size = stored(key, encoded.known(sha256), result);
    reread = ChunkCoder.atLeast(reread, length);
    coder.decode(layout.codec(), type.bytes(), stored, size, reread, length, key);
    if (!Arrays.equals(reread, 0, length, chunk, 0, length)
        || !Arrays.equals(stored, 0, size, encoded.bytes(), 0, encoded.length())) {
      result.mismatches.add(key + ": other values after storing than before");
    }
    result.digests.put(key, sha256);
    count(layout, Box.ofChunk(layout, index), fresh, result);
  }

  /// Counts what was read back: the new cells for the check, all of them for who measures.
  private void count(ArrayLayout layout, Box whole, Box fresh, TaskResult result) {
    Markers markers = Markers.ofStore(layout);
    Box part = whole.intersect(Box.whole(layout)).orElseThrow();
    CellCount brought = count(layout, markers, whole, fresh);
    result.asStored.join(brought);
    boolean all = Arrays.equals(fresh.shape(), part.shape());
    result.counted.join(all ? brought : count(layout, markers, whole, part));
    plane
        .filter(p -> p.holds(layout))
        .ifPresent(p ->
            masks
                .computeIfAbsent(layout.name(), n -> new DataMask(layout, p, markers))
                .mark(
                    reread, whole, part, marks.computeIfAbsent(layout.name(), n -> new BitSet())));
  }

  private CellCount count(ArrayLayout layout, Markers markers, Box whole, Box part) {
    CellCount count = new CellCount(layout.type());
    whole
        .copyTo(whole, part)
        .each((from, step, to, targetStep, n) -> count.add(markers, reread, from, n));
    return count;
  }

  void writeText(ArrayLayout layout, long[] index, String[] texts, Box fresh, TaskResult result) {
    String key = layout.chunkKey(index);
    byte[] raw = TextCells.encode(texts);
    int size = stored(key, coder.encode(layout.codec(), 1, raw, raw.length), result);
    byte[] again = coder.decodeUnknown(layout.codec(), Arrays.copyOf(stored, size), key);
    if (!Arrays.equals(TextCells.decode(again, texts.length, key), texts)) {
      result.mismatches.add(key + ": other texts after storing than before");
    }
    result.asStored.addText(fresh.cells());
  }

  /// Stores an object and reads it into `stored`; returns its length.
  private int stored(String key, Body.Bytes encoded, TaskResult result) {
    storage.put(prefix + "/" + key, encoded);
    result.written.add(new ShardReport.WrittenChunk(key, encoded.length()));
    try (ByteSource source = storage.open(prefix + "/" + key)) {
      int size = Math.toIntExact(source.size());
      stored = ChunkCoder.atLeast(stored, size);
      source.readAt(0, ByteBuffer.wrap(stored, 0, size));
      return size;
    }
  }
}
