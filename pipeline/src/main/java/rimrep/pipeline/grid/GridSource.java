package rimrep.pipeline.grid;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.netcdf.Attribute;
import rimrep.pipeline.netcdf.ChunkRef;
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.Values;
import rimrep.pipeline.netcdf.Variable;

/// A file that holds gridded variables, whatever its format. Safe for several threads.
sealed interface GridSource extends AutoCloseable permits NetcdfGridSource, TimedSource {
  /// What messages call it.
  String name();

  List<Dimension> dimensions();

  List<Variable> variables();

  List<Attribute> attributes();

  List<ChunkRef> chunks(Variable variable);

  /// All values of a variable.
  Values read(Variable variable);

  /// The values of a region.
  Values read(Variable variable, long[] origin, int[] shape);

  /// Reads a region of numbers into the beginning of `target`, little-endian.
  void readInto(Variable variable, long[] origin, int[] shape, byte[] target);

  default Optional<Variable> variable(String name) {
    return variables().stream().filter(v -> v.name().equals(name)).findFirst();
  }

  @Override
  void close();
}
