package rimrep.pipeline.source;

import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.SourceItem;

/// What a listed item is, seen against the ledger.
public sealed interface Sighting {
  SourceItem item();

  /// Never taken before.
  record New(SourceItem item) implements Sighting {}

  /// Taken before, and to be taken again.
  record Changed(SourceItem item, Ledger.Entry before, Reason reason) implements Sighting {}

  /// Ingested before, and the same still.
  record Unchanged(SourceItem item, Ledger.Entry before) implements Sighting {}

  /// Rejected before with the same content under the same contract: not fetched again.
  ///
  /// @param judged whether a person has listed it under `knownBad`
  record StillRejected(SourceItem item, Ledger.Entry before, boolean judged) implements Sighting {}

  /// Why an item is taken again.
  enum Reason {
    /// Its version is another.
    CONTENT,
    /// The provider names no version, so only its bytes can tell.
    NO_VERSION,
    /// Schema or settings are others.
    CONTRACT,
    /// It failed before.
    FAILED_BEFORE
  }
}
