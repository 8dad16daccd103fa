package rimrep.pipeline.grid;

import java.util.List;
import java.util.SortedMap;

/// What a shard did and how it checked itself. Survives JSON.
///
/// @param plan digest of the plan it belongs to
/// @param shard its index in the plan
/// @param arrays by array: what was counted while reading the source, and again from the stored
///   bytes
/// @param written the chunks it stored, sorted by key
/// @param absentChunks not stored because all their cells are missing
/// @param counted the numbers among the chunks it stored
/// @param mismatches sentences; empty if every check held
public record ShardReport(
    String plan,
    int shard,
    SortedMap<String, Checked> arrays,
    List<WrittenChunk> written,
    long absentChunks,
    CountedChunks counted,
    List<String> mismatches) {

  public record Checked(CellFacts asRead, CellFacts asStored) {}

  /// @param key below the store's prefix
  public record WrittenChunk(String key, long bytes) {}
}
