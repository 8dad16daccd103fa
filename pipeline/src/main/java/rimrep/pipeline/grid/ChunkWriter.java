package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import java.util.Arrays;
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

  ChunkWriter(Storage storage, String prefix) {
    this.storage = storage;
    this.prefix = prefix;
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
    byte[] encoded = coder.encode(layout.codec(), type.bytes(), chunk, length);
    int size = stored(key, encoded, result);
    reread = ChunkCoder.atLeast(reread, length);
    coder.decode(layout.codec(), type.bytes(), stored, size, reread, length, key);
    if (!Arrays.equals(reread, 0, length, chunk, 0, length)) {
      result.mismatches.add(key + ": other values after storing than before");
    }
    Markers markers = Markers.ofStore(layout);
    Box whole = Box.ofChunk(layout, index);
    whole
        .copyTo(whole, fresh)
        .each((from, step, to, targetStep, n) -> result.asStored.add(markers, reread, from, n));
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
  private int stored(String key, byte[] encoded, TaskResult result) {
    storage.put(prefix + "/" + key, Body.of(encoded));
    result.written.add(new ShardReport.WrittenChunk(key, encoded.length));
    try (ByteSource source = storage.open(prefix + "/" + key)) {
      int size = Math.toIntExact(source.size());
      stored = ChunkCoder.atLeast(stored, size);
      source.readAt(0, ByteBuffer.wrap(stored, 0, size));
      return size;
    }
  }
}
