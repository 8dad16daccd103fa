package rimrep.pipeline.table;

import java.util.List;

/// What was published.
///
/// @param written false: the stored object already had these bytes
/// @param key of the one object
/// @param counts over all sources the table is made of
/// @param findings what a person should know, each a sentence
public record CommitReport(
    boolean written,
    String key,
    long bytes,
    String sha256,
    RowCounts counts,
    long sources,
    List<String> findings) {}
