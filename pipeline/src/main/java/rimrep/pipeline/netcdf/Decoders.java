package rimrep.pipeline.netcdf;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The buffers of decoders, kept between readings: as many as threads read at the same time. Files
/// that are read together share one of these, so that memory does not grow with their number. Safe
/// for several threads.
public final class Decoders {
  private final Queue<ChunkDecoder> free = new ConcurrentLinkedQueue<>();

  ChunkDecoder take(FileBytes file) {
    ChunkDecoder decoder = free.poll();
    return decoder == null ? new ChunkDecoder(file) : decoder.of(file);
  }

  void give(ChunkDecoder decoder) {
    free.add(decoder);
  }
}
