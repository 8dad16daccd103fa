/// The waist: what a dataset is, its data package in its three states, how they merge, where each
/// field came from, and what the ledger holds.
///
/// Sees only `failure`. Must not know how data is read, written, stored or published.
@NullMarked
package rimrep.pipeline.dataset;

import org.jspecify.annotations.NullMarked;
