/// Reads netCDF-4 (HDF5) and classic netCDF files by byte ranges. {@link
/// rimrep.pipeline.netcdf.NetcdfFiles} opens one.
///
/// Sees `storage` and `failure`. Must not know what the values are for.
@NullMarked
package rimrep.pipeline.netcdf;

import org.jspecify.annotations.NullMarked;
