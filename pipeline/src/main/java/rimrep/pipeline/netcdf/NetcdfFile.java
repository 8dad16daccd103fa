package rimrep.pipeline.netcdf;

import java.util.List;
import java.util.Optional;

/// A netCDF file opened for reading. Opened by {@link NetcdfFiles#open}; safe for several threads.
///
/// Bad bytes give only {@link rimrep.pipeline.failure.BadInput}, naming file, offset and structure.
public sealed interface NetcdfFile extends AutoCloseable permits ClassicFile, Hdf5File {
  /// The name of its source, for messages.
  String name();

  Format format();

  /// Dimensions of the root group, in their order of creation.
  List<Dimension> dimensions();

  /// Variables in their order of creation. One that is stored in a way we do not read is listed
  /// too; only reading it is refused.
  List<Variable> variables();

  List<Attribute> attributes();

  /// All values of a variable.
  Values read(Variable variable);

  /// The values of a region. `origin` and `shape` have one entry per dimension.
  Values read(Variable variable, long[] origin, int[] shape);

  /// Reads a region into `target` from `offset` on, as {@link #read} does, without allocating the
  /// result. A region that is one whole chunk is decoded straight into it. Not for text of variable
  /// length.
  ///
  /// @return bytes written
  int readInto(Variable variable, long[] origin, int[] shape, byte[] target, int offset);

  /// The stored chunks of a variable in C order of their origin; empty if it is not chunked.
  List<ChunkRef> chunks(Variable variable);

  default Optional<Variable> variable(String name) {
    return variables().stream().filter(v -> v.name().equals(name)).findFirst();
  }

  @Override
  void close();

  /// The format of the file, told from its first bytes.
  enum Format {
    CDF1("netCDF-3 classic"),
    CDF2("netCDF-3 64-bit offset"),
    CDF5("netCDF-3 64-bit data"),
    NETCDF4("netCDF-4");

    private final String title;

    Format(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }
}
