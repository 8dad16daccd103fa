package rimrep.pipeline.netcdf;

import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.storage.ByteSource;

/// Opens netCDF files of every kind we read.
public final class NetcdfFiles {
  private NetcdfFiles() {}

  /// Opens a file by its first bytes. An empty file, HTML, HDF4 or GRIB is refused by that name.
  /// The caller keeps `source` open as long as the file is used; closing the file closes it.
  public static NetcdfFile open(ByteSource source) {
    throw new BadInput(source.name(), "no reader yet", "", "");
  }
}
