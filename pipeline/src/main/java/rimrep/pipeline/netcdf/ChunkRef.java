package rimrep.pipeline.netcdf;

import java.util.List;

/// Where one stored chunk of a variable lies in its file.
///
/// @param origin index of its first cell along each dimension
/// @param shape cells along each dimension, as stored (edge chunks are full size)
/// @param offset position in the file; -1 if the chunk was never written and reads as the fill
///   value
/// @param filterMask bit n set: filter n of the pipeline was skipped for this chunk
public record ChunkRef(
    List<Long> origin, List<Integer> shape, long offset, long storedBytes, int filterMask) {
  public boolean missing() {
    return offset < 0;
  }
}
