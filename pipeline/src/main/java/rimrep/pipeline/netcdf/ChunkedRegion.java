package rimrep.pipeline.netcdf;

/// One reading of a region of a chunked dataset: only the chunks that overlap it are decoded.
final class ChunkedRegion {
  private final ChunkDecoder decoder;
  private final HdfDataset dataset;
  private final Layout.Chunked layout;
  private final ChunkIndex index;
  private final ChunkGrid grid;
  private final int chunkBytes;
  private final byte[] fill;
  private final long[] origin;
  private final int[] shape;
  private final byte[] target;
  private final int offset;

  ChunkedRegion(
      HdfReader reader,
      HdfDataset dataset,
      Layout.Chunked layout,
      ChunkDecoder decoder,
      long[] origin,
      int[] shape,
      byte[] target,
      int offset) {
    this.decoder = decoder;
    this.dataset = dataset;
    this.layout = layout;
    this.index = reader.index(dataset, layout);
    this.grid = ChunkGrid.of(dataset.space().lengths(), layout.shape());
    this.chunkBytes = dataset.decodableChunkBytes(reader.file(), layout);
    this.fill = dataset.fill().ofMissingChunk(dataset.type().size());
    this.origin = origin;
    this.shape = shape;
    this.target = target;
    this.offset = offset;
  }

  void read() {
    int rank = shape.length;
    long[] first = new long[rank];
    long[] last = new long[rank];
    for (int i = 0; i < rank; i++) {
      first[i] = origin[i] / layout.shape()[i];
      last[i] = (origin[i] + shape[i] - 1) / layout.shape()[i];
    }
    long[] at = first.clone();
    while (true) {
      chunk(at);
      int i = rank - 1;
      while (i >= 0 && ++at[i] > last[i]) {
        at[i] = first[i];
        i--;
      }
      if (i < 0) {
        return;
      }
    }
  }

  private void chunk(long[] at) {
    int rank = shape.length;
    int[] inChunk = new int[rank];
    int[] inRegion = new int[rank];
    int[] count = new int[rank];
    for (int i = 0; i < rank; i++) {
      long start = at[i] * layout.shape()[i];
      long from = Math.max(origin[i], start);
      long to = Math.min(origin[i] + shape[i], start + layout.shape()[i]);
      inChunk[i] = (int) (from - start);
      inRegion[i] = (int) (from - origin[i]);
      count[i] = (int) (to - from);
    }
    ChunkIndex.Entry entry = index.find(grid.number(at));
    Box region = new Box(target, offset, shape, inRegion);
    if (entry.position() < 0) {
      region.fill(count, fill);
      return;
    }
    boolean plain = layout.edgesUnfiltered() && grid.isEdge(at);
    Filters filters = plain ? Filters.NONE : dataset.filters();
    int element = dataset.type().size();
    if (fillsRunOfRegion(count)) {
      int start = offset + startInRegion(inRegion) * element;
      decoder.decode(entry, filters, element, target, start, chunkBytes);
      return;
    }
    byte[] decoded = decoder.decode(entry, filters, element, chunkBytes);
    new Box(decoded, 0, layout.shape(), inChunk).copyTo(region, count, element);
  }

  /// Whether the whole chunk lies in the region, there without a gap.
  private boolean fillsRunOfRegion(int[] count) {
    boolean one = true;
    for (int i = 0; i < count.length; i++) {
      if (count[i] != layout.shape()[i] || !one && count[i] != shape[i]) {
        return false;
      }
      one = one && count[i] == 1;
    }
    return true;
  }

  private int startInRegion(int[] inRegion) {
    int start = 0;
    for (int i = 0; i < inRegion.length; i++) {
      start = start * shape[i] + inRegion[i];
    }
    return start;
  }
}
