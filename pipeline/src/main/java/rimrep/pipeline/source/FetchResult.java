package rimrep.pipeline.source;

import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.failure.Problem;

/// What came of fetching one item. That one cannot be had never stops the others.
public sealed interface FetchResult {
  SourceItem item();

  record Fetched(FetchedItem fetched) implements FetchResult {
    @Override
    public SourceItem item() {
      return fetched.item();
    }
  }

  /// @param kind of the failure behind it: `source-unavailable` or `bad-input`
  record NotFetched(SourceItem item, Problem problem, String kind) implements FetchResult {}
}
