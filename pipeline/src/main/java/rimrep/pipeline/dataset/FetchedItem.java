package rimrep.pipeline.dataset;

/// A source item whose bytes are with us.
///
/// @param sha256 hex digest of its bytes
/// @param originalKey key of its copy in the artifacts store, below `originals/`
public record FetchedItem(SourceItem item, long sizeBytes, String sha256, String originalKey) {}
