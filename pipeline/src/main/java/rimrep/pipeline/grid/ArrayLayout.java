package rimrep.pipeline.grid;

import java.util.List;
import rimrep.pipeline.netcdf.DataType;
import tools.jackson.databind.node.ObjectNode;

/// One array of the store: what its `.zarray` and `.zattrs` say.
///
/// @param type of the stored values; {@link DataType#STRING} is stored as vlen-utf8
/// @param dimensions names, outermost first; empty for a scalar
/// @param shape cells along each dimension
/// @param chunks cells of a chunk along each dimension
/// @param attributes without `_ARRAY_DIMENSIONS`
public record ArrayLayout(
    String name,
    DataType type,
    List<String> dimensions,
    List<Long> shape,
    List<Integer> chunks,
    FillValue fill,
    Codec codec,
    ObjectNode attributes) {
  public ArrayLayout {
    dimensions = List.copyOf(dimensions);
    shape = List.copyOf(shape);
    chunks = List.copyOf(chunks);
    attributes = ZarrDocuments.plain(attributes);
    if (dimensions.size() != shape.size() || shape.size() != chunks.size()) {
      throw new IllegalArgumentException(
          "%s: %s, %s, %s differ in length".formatted(name, dimensions, shape, chunks));
    }
  }

  public int rank() {
    return shape.size();
  }

  public boolean hasDimension(String dimension) {
    return dimensions.contains(dimension);
  }

  /// The same array with another length along its first dimension.
  ArrayLayout withLength(long length) {
    List<Long> longer = new java.util.ArrayList<>(shape);
    longer.set(0, length);
    return new ArrayLayout(name, type, dimensions, longer, chunks, fill, codec, attributes);
  }

  ArrayLayout withAttributes(ObjectNode others) {
    return new ArrayLayout(name, type, dimensions, shape, chunks, fill, codec, others);
  }

  /// Number of chunks along a dimension.
  long chunksAlong(int dimension) {
    return Math.ceilDiv(shape.get(dimension), (long) chunks.get(dimension));
  }

  /// Number of chunks of the whole array, written or not.
  long chunkCount() {
    long count = 1;
    for (int d = 0; d < rank(); d++) {
      count = Math.multiplyExact(count, chunksAlong(d));
    }
    return count;
  }

  int chunkCells() {
    long cells = 1;
    for (int chunk : chunks) {
      cells = Math.multiplyExact(cells, chunk);
    }
    return Math.toIntExact(cells);
  }

  int chunkBytes() {
    return Math.multiplyExact(chunkCells(), type.bytes());
  }

  int[] chunkShape() {
    return chunks.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Key of a chunk below the store, for instance `sst/0.2.1`; a scalar's is `name/0`.
  String chunkKey(long[] index) {
    if (index.length == 0) {
      return name + "/0";
    }
    StringBuilder key = new StringBuilder(name).append('/').append(index[0]);
    for (int d = 1; d < index.length; d++) {
      key.append('.').append(index[d]);
    }
    return key.toString();
  }
}
