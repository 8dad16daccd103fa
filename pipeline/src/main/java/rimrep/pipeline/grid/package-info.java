/// NetCDF in, Zarr out: planning, conversion, commit.
///
/// Sees `dataset`, `storage`, `netcdf`. Must not know where files came from or how a store is
/// described.
@NullMarked
package rimrep.pipeline.grid;

import org.jspecify.annotations.NullMarked;
