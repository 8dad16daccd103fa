package rimrep.api.core;

import java.util.Optional;

/// Writes documents, each in one transaction.
///
/// Every method throws [StoreException.Away] while the store does not answer.
public interface CatalogueWriter {

  Outcome createItem(NewItem item);

  /// @param ifMatch the ETag that the stored document must have, if asked
  Outcome replaceItem(NewItem item, Optional<String> ifMatch);

  Outcome deleteItem(String collection, String id, Optional<String> ifMatch);

  Outcome createCollection(NewCollection collection);

  Outcome replaceCollection(NewCollection collection, Optional<String> ifMatch);

  Outcome deleteCollection(String id, Optional<String> ifMatch);

  /// What a write did or why it did nothing.
  sealed interface Outcome {

    record Created(String etag) implements Outcome {}

    record Updated(String before, String etag) implements Outcome {}

    /// Stored bytes and sent bytes are the same; nothing was written.
    record Unchanged(String etag) implements Outcome {}

    record Deleted(String before) implements Outcome {}

    /// Nothing was created: it is there.
    record Exists() implements Outcome {}

    /// Nothing was replaced or deleted: it is not there.
    record Absent() implements Outcome {}

    /// The item's collection is not there.
    record NoCollection() implements Outcome {}

    /// The stored document has another ETag than asked.
    record OtherVersion(String etag) implements Outcome {}

    /// The collection still has items.
    record NotEmpty() implements Outcome {}
  }
}
