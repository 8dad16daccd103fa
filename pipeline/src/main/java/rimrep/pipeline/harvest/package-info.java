/// External metadata records in: read, normalised, compared with the curated text.
///
/// Sees `dataset` and `http`. Changes no curated document.
@NullMarked
package rimrep.pipeline.harvest;

import org.jspecify.annotations.NullMarked;
