package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import java.util.List;
import rimrep.pipeline.netcdf.Attribute;
import rimrep.pipeline.netcdf.ChunkRef;
import rimrep.pipeline.netcdf.Decoders;
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.NetcdfFile;
import rimrep.pipeline.netcdf.NetcdfFiles;
import rimrep.pipeline.netcdf.Values;
import rimrep.pipeline.netcdf.Variable;
import rimrep.pipeline.storage.ByteSource;

/// A netCDF file of any kind as a grid source.
///
/// @param name what messages call it: the item's name, not the place of its copy
record NetcdfGridSource(String name, NetcdfFile file) implements GridSource {
  static GridSource open(String name, ByteSource bytes, Decoders decoders) {
    try {
      return new NetcdfGridSource(name, NetcdfFiles.open(bytes, decoders));
    } catch (RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  @Override
  public List<Dimension> dimensions() {
    return file.dimensions();
  }

  @Override
  public List<Variable> variables() {
    return file.variables();
  }

  @Override
  public List<Attribute> attributes() {
    return file.attributes();
  }

  @Override
  public List<ChunkRef> chunks(Variable variable) {
    return file.chunks(variable);
  }

  @Override
  public Values read(Variable variable) {
    return file.read(variable);
  }

  @Override
  public Values read(Variable variable, long[] origin, int[] shape) {
    return file.read(variable, origin, shape);
  }

  @Override
  public void readInto(Variable variable, long[] origin, int[] shape, byte[] target) {
    file.readInto(variable, origin, shape, target, 0);
  }

  @Override
  public void close() {
    file.close();
  }

  /// The bytes as an array that starts at cell 0; the buffer's own where that is possible.
  static byte[] array(ByteBuffer bytes) {
    if (bytes.hasArray() && bytes.arrayOffset() == 0 && bytes.array().length == bytes.limit()) {
      return bytes.array();
    }
    byte[] copy = new byte[bytes.limit()];
    bytes.get(0, copy);
    return copy;
  }
}
