package rimrep.pipeline.netcdf;

/// The elements of fixed and extensible arrays of chunks: an address, and of filtered chunks the
/// stored size and the filter mask.
record ChunkElements(HdfBytes bytes, ArrayOrder order, ChunkIndex.Builder found, long chunkBytes) {

  /// Reads `count` elements, of `size` bytes each, from element `first` of the array on.
  void read(Cursor in, long first, long count, boolean filtered, int size) {
    for (long i = 0; i < count; i++) {
      long child = bytes.address(in);
      long stored = filtered ? storedBytes(in, size - bytes.offsetSize() - 4L) : chunkBytes;
      int mask = filtered ? in.i32() : 0;
      if (child != HdfBytes.UNDEFINED) {
        order.index(first + i).ifPresent(index -> found.add(index, child, stored, mask));
      }
    }
  }

  static long storedBytes(Cursor in, long sizeBytes) {
    if (sizeBytes < 1 || sizeBytes > 8) {
      throw in.bad("chunk sizes of " + sizeBytes + " bytes", "1 to 8");
    }
    return in.size((int) sizeBytes);
  }

  /// Whether the array says that its chunks are filtered; fails if its elements cannot be that.
  boolean filtered(Cursor in, int client, int size) {
    int least = bytes.offsetSize() + (client == 1 ? 5 : 0);
    if (client > 1 || size < least || client == 0 && size != least) {
      throw in.bad("elements of kind " + client + ", " + size + " bytes", "chunks");
    }
    return client == 1;
  }
}
