package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.Storage;

/// Reads one array of a store. Cells of a chunk that is not there are the fill value, or zero if
/// there is none. Safe for several threads.
public final class ZarrArray {
  private final Storage storage;
  private final String prefix;
  private final ArrayLayout layout;

  ZarrArray(Storage storage, String prefix, ArrayLayout layout) {
    this.storage = storage;
    this.prefix = prefix;
    this.layout = layout;
  }

  public ArrayLayout layout() {
    return layout;
  }

  /// Decodes one chunk into `out`, edges and all.
  ///
  /// @param out at least {@link ArrayLayout#chunkBytes} long
  /// @return false, and `out` is untouched, if the chunk was never written
  boolean readChunk(long[] index, ChunkCoder coder, byte[] out) {
    String key = prefix + "/" + layout.chunkKey(index);
    Optional<Content> content = storage.get(key);
    content.ifPresent(c ->
        coder.decode(
            layout.codec(),
            layout.type().bytes(),
            c.bytes(),
            c.bytes().length,
            out,
            layout.chunkBytes(),
            key));
    return content.isPresent();
  }

  /// The cells of a box, stored values, little-endian, C order.
  byte[] read(Box box) {
    ChunkCoder coder = new ChunkCoder();
    byte[] chunk = new byte[layout.chunkBytes()];
    byte[] out = new byte[Math.multiplyExact(box.cells(), layout.type().bytes())];
    layout.fill().fill(layout.type(), out, box.cells());
    eachChunk(
        box,
        index -> {
          if (readChunk(index, coder, chunk)) {
            Box source = Box.ofChunk(layout, index);
            source
                .intersect(box)
                .ifPresent(p -> source.copyTo(box, p).bytes(layout.type().bytes(), chunk, out));
          }
        });
    return out;
  }

  /// All texts of an array of type {@link DataType#STRING}; cells of a missing chunk are empty.
  public String[] readText() {
    return readText(Box.whole(layout));
  }

  String[] readText(Box box) {
    ChunkCoder coder = new ChunkCoder();
    String[] out = new String[box.cells()];
    Arrays.fill(out, "");
    eachChunk(
        box,
        index -> {
          String key = prefix + "/" + layout.chunkKey(index);
          storage
              .get(key)
              .ifPresent(c -> {
                byte[] raw = coder.decodeUnknown(layout.codec(), c.bytes(), key);
                String[] texts = TextCells.decode(raw, layout.chunkCells(), key);
                Box source = Box.ofChunk(layout, index);
                source.intersect(box).ifPresent(p -> source.copyTo(box, p).text(texts, out));
              });
        });
    return out;
  }

  /// All values as stored, little-endian, C order.
  public byte[] readAll() {
    return read(Box.whole(layout));
  }

  /// All values as doubles, not unpacked; for coordinates.
  public double[] readDoubles() {
    return doubles(layout.type(), readAll());
  }

  /// All values of an integer array.
  public long[] readLongs() {
    byte[] bytes = readAll();
    long[] values = new long[bytes.length / layout.type().bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = LittleEndian.integer(layout.type(), bytes, i);
    }
    return values;
  }

  static double[] doubles(DataType type, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.length / type.bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case FLOAT32 -> in.getFloat(4 * i);
            case FLOAT64 -> in.getDouble(8 * i);
            case UINT64 -> FillValue.unsigned(in.getLong(8 * i));
            default -> LittleEndian.integer(type, bytes, i);
          };
    }
    return values;
  }

  private void eachChunk(Box box, Consumer<long[]> action) {
    int rank = layout.rank();
    long[] first = new long[rank];
    long[] last = new long[rank];
    for (int d = 0; d < rank; d++) {
      if (box.shape()[d] == 0) {
        return;
      }
      first[d] = box.origin()[d] / layout.chunks().get(d);
      last[d] = (box.origin()[d] + box.shape()[d] - 1) / layout.chunks().get(d);
    }
    ChunkIndexes.between(first, last, action);
  }
}
