/// Looks at a source file before anybody has described it, and drafts a dataset's folder from it.
///
/// Sees `dataset`, `storage`, `netcdf`, `grid`, `table`. What it says is a guess for a person;
/// nothing that is ingested depends on it.
@NullMarked
package rimrep.pipeline.inspect;

import org.jspecify.annotations.NullMarked;
