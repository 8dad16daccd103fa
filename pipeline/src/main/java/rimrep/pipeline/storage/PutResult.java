package rimrep.pipeline.storage;

/// What came of a conditional write. A condition that does not hold is a result, not a failure.
public sealed interface PutResult {
  /// The object now holds what was sent; also when an earlier try of this very write had succeeded.
  record Written(ETag etag) implements PutResult {}

  /// The condition did not hold; nothing was changed.
  record Refused() implements PutResult {}
}
