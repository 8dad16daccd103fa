/// CSV, GeoJSON and NetCDF points in, GeoParquet out; the only user of `java.sql` in this module.
///
/// Sees `dataset`, `storage`, `netcdf`. Must not know where files came from.
@NullMarked
package rimrep.pipeline.table;

import org.jspecify.annotations.NullMarked;
