package rimrep.pipeline.publish;

import java.time.Instant;
import rimrep.pipeline.dataset.DatasetId;

/// How the last run of a dataset ended, for the landing page.
///
/// @param outcome a word or two: `published`, `unchanged`, `failed`
/// @param succeeded whether nothing is left to look at
public record LastRun(DatasetId dataset, Instant finished, String outcome, boolean succeeded) {}
