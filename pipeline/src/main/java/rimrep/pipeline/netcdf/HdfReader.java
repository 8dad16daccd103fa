package rimrep.pipeline.netcdf;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reads the elements of datasets in the byte order of the file. Safe for several threads: chunk
/// indexes are read once and kept, each reading thread has a decoder of its own.
final class HdfReader {
  private final HdfBytes bytes;
  private final Map<Long, ChunkIndex> indexes = new ConcurrentHashMap<>();
  private final Decoders decoders;

  HdfReader(HdfBytes bytes, Decoders decoders) {
    this.bytes = bytes;
    this.decoders = decoders;
  }

  ChunkIndex index(HdfDataset dataset, Layout.Chunked layout) {
    return indexes.computeIfAbsent(
        dataset.address(), _ -> ChunkIndexReader.read(bytes, dataset, layout));
  }

  /// Reads a region that lies in the extent of the dataset and is not empty.
  void read(HdfDataset dataset, long[] origin, int[] shape, byte[] target, int offset) {
    switch (dataset.layout()) {
      case Layout.Compact(byte[] data) -> compact(dataset, data, origin, shape, target, offset);
      case Layout.Contiguous(long address) ->
          contiguous(dataset, address, origin, shape, target, offset);
      case Layout.Chunked chunked -> {
        ChunkDecoder decoder = decoders.take(bytes.file());
        try {
          new ChunkedRegion(this, dataset, chunked, decoder, origin, shape, target, offset).read();
        } finally {
          decoders.give(decoder);
        }
      }
      case Layout.Unreadable(String what) ->
          throw bytes.file().unsupported("variable " + dataset.name(), what, "its own values");
    }
  }

  FileBytes file() {
    return bytes.file();
  }

  private long storedBytes(HdfDataset dataset) {
    long cells = 1;
    for (long length : dataset.space().lengths()) {
      cells *= length;
    }
    return cells * dataset.type().size();
  }

  private void compact(
      HdfDataset dataset, byte[] data, long[] origin, int[] shape, byte[] target, int offset) {
    long needed = storedBytes(dataset);
    if (data.length < needed) {
      throw bytes
          .file()
          .bad(
              bytes.position(dataset.address(), "dataset"),
              "values of " + dataset.name(),
              data.length + " bytes",
              needed + " bytes");
    }
    Runs runs = runs(dataset, origin, shape);
    runs.each((at, run) -> System.arraycopy(data, (int) run, target, offset + at, runs.bytes()));
  }

  private void contiguous(
      HdfDataset dataset, long address, long[] origin, int[] shape, byte[] target, int offset) {
    Runs runs = runs(dataset, origin, shape);
    if (address == HdfBytes.UNDEFINED) {
      byte[] fill = dataset.fill().ofMissingChunk(dataset.type().size());
      runs.each((at, _) -> Cells.fill(target, offset + at, runs.bytes(), fill));
      return;
    }
    String structure = "values of " + dataset.name();
    long start = bytes.position(address, structure);
    bytes.file().check(start, storedBytes(dataset), structure);
    runs.each(
        (at, run) -> bytes.file().read(start + run, target, offset + at, runs.bytes(), structure));
  }

  private static Runs runs(HdfDataset dataset, long[] origin, int[] shape) {
    return new Runs(dataset.space().lengths(), origin, shape, dataset.type().size(), -1);
  }
}
