package rimrep.pipeline.netcdf;

import java.util.List;
import java.util.Optional;

/// A variable of a file. Its name carries the path of its group (`group/name`) unless it is in the
/// root.
///
/// @param chunkShape cells per chunk along each dimension; empty if it is stored contiguously
public record Variable(
    String name,
    DataType type,
    List<Dimension> dimensions,
    List<Attribute> attributes,
    List<Integer> chunkShape) {
  public Variable {
    dimensions = List.copyOf(dimensions);
    attributes = List.copyOf(attributes);
    chunkShape = List.copyOf(chunkShape);
  }

  public Optional<Attribute> attribute(String wanted) {
    return attributes.stream().filter(a -> a.name().equals(wanted)).findFirst();
  }

  /// Length along each dimension; empty for a scalar.
  public long[] shape() {
    return dimensions.stream().mapToLong(Dimension::length).toArray();
  }

  /// Number of cells; 1 for a scalar.
  public long cells() {
    long cells = 1;
    for (Dimension dimension : dimensions) {
      cells = Math.multiplyExact(cells, dimension.length());
    }
    return cells;
  }

  public List<String> dimensionNames() {
    return dimensions.stream().map(Dimension::name).toList();
  }
}
