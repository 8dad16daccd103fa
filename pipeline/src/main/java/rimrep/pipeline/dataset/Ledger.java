package rimrep.pipeline.dataset;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What has been taken in for one dataset: the memory between runs. Lies under
/// `ledger/<dataset>.json`.
///
/// @param format version of this form; a newer one is refused, never rewritten
/// @param items by {@link SourceItem#location()}
/// @param publishedTo where the dataset was last published; empty before the first time
public record Ledger(
    int format,
    DatasetId dataset,
    SortedMap<String, Entry> items,
    Optional<Published> publishedTo) {
  public static final int FORMAT = 1;

  public static Ledger empty(DatasetId dataset) {
    return new Ledger(FORMAT, dataset, new TreeMap<>(), Optional.empty());
  }

  public static String key(DatasetId dataset) {
    return "ledger/" + dataset + ".json";
  }

  /// @param version the provider's version when it was taken
  /// @param contract digest of the schema and settings it was judged by
  /// @param outcome ingested, rejected or failed; an item found unchanged keeps its entry
  /// @param detail what the room needs again: steps of a grid, piece and rows of a table
  public record Entry(
      SourceItem item,
      long sizeBytes,
      Optional<String> sha256,
      Optional<String> originalKey,
      String contract,
      ItemOutcome outcome,
      Optional<String> reason,
      Optional<Detail> detail) {}

  public record Published(Access access, String location, String digest) {}
}
