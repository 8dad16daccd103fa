package rimrep.pipeline.netcdf;

import rimrep.pipeline.failure.BadInput;

/// Reads the chunk index of a dataset, whichever of the six kinds it is: HDF5 File Format
/// Specification, sections III.A and VII.
final class ChunkIndexReader {
  private static final String STRUCTURE = "HDF5 chunk index";

  private final HdfBytes bytes;
  private final HdfDataset dataset;
  private final ChunkIndex.Builder found;

  /// Bytes of a whole chunk before filters.
  private final long chunkBytes;

  private ChunkIndexReader(HdfBytes bytes, HdfDataset dataset, Layout.Chunked layout) {
    this.bytes = bytes;
    this.dataset = dataset;
    this.chunkBytes = dataset.chunkBytes(layout);
    ChunkGrid grid = ChunkGrid.of(dataset.space().lengths(), layout.shape());
    this.found = new ChunkIndex.Builder(bytes, grid);
    if (grid.total() < 0) {
      throw bad("more chunks than 2^63", "fewer");
    }
  }

  static ChunkIndex read(HdfBytes bytes, HdfDataset dataset, Layout.Chunked layout) {
    ChunkIndexReader reader = new ChunkIndexReader(bytes, dataset, layout);
    if (reader.found.grid().total() > 0) {
      reader.read(layout.index());
    }
    return reader.found.build();
  }

  private BadInput bad(String what, String expected) {
    long at = bytes.position(dataset.address(), STRUCTURE);
    return bytes.file().bad(at, STRUCTURE + " of " + dataset.name(), what, expected);
  }

  private void read(Layout.Index index) {
    switch (index) {
      case Layout.Index.None _ -> {}
      case Layout.Index.Tree1(long address) -> tree1(address);
      case Layout.Index.Single(long address, long stored, int mask) ->
          found.add(new long[rank()], address, stored < 0 ? chunkBytes : stored, mask);
      case Layout.Index.Implicit(long address) -> implicit(address);
      case Layout.Index.FixedArray(long address) -> new FixedArray(bytes, elements()).read(address);
      case Layout.Index.ExtensibleArray(long address) ->
          new ExtensibleArray(bytes, elements()).read(address);
      case Layout.Index.Tree2(long address) -> tree2(address);
    }
  }

  private ChunkElements elements() {
    ArrayOrder order = ArrayOrder.of(dataset.space(), found.grid());
    return new ChunkElements(bytes, order, found, chunkBytes);
  }

  private int rank() {
    return found.grid().rank();
  }

  private void tree1(long address) {
    int keyBytes = 8 + 8 * (rank() + 1);
    Tree1.walk(
        bytes,
        address,
        Tree1.CHUNKS,
        keyBytes,
        (key, child) -> {
          long stored = key.u32();
          int mask = key.i32();
          found.add(indexOfOffsets(key), child, stored, mask);
        });
  }

  private long[] indexOfOffsets(Cursor key) {
    long[] index = new long[rank()];
    for (int i = 0; i < index.length; i++) {
      long offset = key.size(8);
      int chunk = found.grid().chunk()[i];
      if (offset % chunk != 0) {
        throw key.bad("a chunk that starts at " + offset, "a multiple of " + chunk);
      }
      index[i] = offset / chunk;
    }
    return index;
  }

  private void tree2(long address) {
    Tree2.walk(
        bytes,
        address,
        (type, record) -> {
          if (type != 10 && type != 11) {
            throw record.bad("records of type " + type, "10 or 11");
          }
          long child = bytes.address(record);
          boolean filtered = type == 11;
          long sizeBytes = record.remaining() - 4 - 8L * rank();
          long stored = filtered ? ChunkElements.storedBytes(record, sizeBytes) : chunkBytes;
          int mask = filtered ? record.i32() : 0;
          long[] index = new long[rank()];
          for (int i = 0; i < index.length; i++) {
            index[i] = record.size(8);
          }
          found.add(index, child, stored, mask);
        });
  }

  private void implicit(long address) {
    ArrayOrder order = ArrayOrder.of(dataset.space(), found.grid());
    ChunkGrid grid = found.grid();
    long fit = bytes.file().size() / chunkBytes;
    if (grid.total() > fit) {
      throw bad(grid.total() + " chunks", "no more than the file holds");
    }
    for (long number = 0; number < grid.total(); number++) {
      long[] index = grid.index(number);
      long before = order.number(index);
      if (before < 0 || before > fit) {
        throw bad("chunk " + before, "one inside the file");
      }
      found.add(index, address + before * chunkBytes, chunkBytes, 0);
    }
  }
}
