package rimrep.pipeline.grid;

import java.util.List;
import java.util.SortedMap;

/// What a commit made visible.
///
/// @param alreadyDone the very same metadata were there: nothing was written
/// @param steps length of the append dimension now; 0 for a one-shot dataset
/// @param metadata SHA-256 of the consolidated metadata
/// @param arrays counts of all shards together, as read and as stored
/// @param counted by shard, what is known of the chunks it stored
/// @param deleted keys of left-overs of runs that did not end
public record GridCommitReport(
    boolean alreadyDone,
    long steps,
    String metadata,
    SortedMap<String, ShardReport.Checked> arrays,
    List<String> deleted,
    List<CountedChunks> counted) {}
