/// Facts read back from the stored output, never from its source.
///
/// Sees `dataset`, `storage`, `netcdf`, `grid`, `table`. Writes nothing.
@NullMarked
package rimrep.pipeline.measure;

import org.jspecify.annotations.NullMarked;
