package rimrep.pipeline.step;

import rimrep.pipeline.dataset.DatasetId;

/// What a step is told: which dataset, which run, which shard.
///
/// @param shard number of the part of a fan-out, from 0; 0 where there is no fan-out
public record StepContext(DatasetId dataset, RunFolder run, int shard, Progress progress) {}
