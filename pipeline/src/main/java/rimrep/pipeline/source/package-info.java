/// Where data comes from: listing, fetching, and the ledger of what was taken.
///
/// Sees `dataset`, `storage`, `http`. Must not look inside what it fetches.
@NullMarked
package rimrep.pipeline.source;

import org.jspecify.annotations.NullMarked;
