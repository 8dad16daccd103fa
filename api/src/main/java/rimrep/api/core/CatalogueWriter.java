package rimrep.api.core;

import java.util.List;
import java.util.function.Function;

/// Writes documents, each in one transaction.
///
/// Every method throws [StoreException.Away] while the store does not answer.
public interface CatalogueWriter {

  Outcome createItem(NewItem item);

  /// @param condition on the stored document
  Outcome replaceItem(NewItem item, Precondition condition);

  /// All or nothing.
  ///
  /// @param items of one collection
  Outcome createItems(List<NewItem> items);

  /// Changes the stored item; nobody else can meanwhile.
  ///
  /// @param change makes the new document of the old; what it throws ends the transaction
  Outcome patchItem(
      String collection, String id, Precondition condition, Function<DocumentText, NewItem> change);

  /// As [#patchItem].
  Outcome patchCollection(
      String id, Precondition condition, Function<DocumentText, NewCollection> change);

  /// Writes a part of a long stream, in one transaction.
  ///
  /// @param items of one collection
  /// @return for each item in turn created, updated, unchanged, exists, no collection or too big
  List<Outcome> writeItems(List<NewItem> items, BulkMode mode);

  /// What becomes of an item that is there already.
  enum BulkMode {
    /// It stays.
    INSERT,
    /// It is replaced, unless it is the same.
    UPSERT
  }

  Outcome deleteItem(String collection, String id, Precondition condition);

  Outcome createCollection(NewCollection collection);

  Outcome replaceCollection(NewCollection collection, Precondition condition);

  Outcome deleteCollection(String id, Precondition condition);

  /// What a write did or why it did nothing.
  sealed interface Outcome {

    record Created(String etag) implements Outcome {}

    record Updated(String before, String etag) implements Outcome {}

    /// Stored bytes and sent bytes are the same; nothing was written.
    record Unchanged(String etag) implements Outcome {}

    record Deleted(String before) implements Outcome {}

    /// Nothing was created: it is there.
    record Exists() implements Outcome {}

    /// Nothing was created: these are there.
    record SomeExist(List<String> ids) implements Outcome {}

    /// All were created.
    record AllCreated(int count) implements Outcome {}

    /// Nothing was replaced or deleted: it is not there.
    record Absent() implements Outcome {}

    /// The item's collection is not there.
    record NoCollection() implements Outcome {}

    /// The store cannot hold it.
    record TooBig(String reason) implements Outcome {}

    /// The stored document has an ETag that the condition does not allow.
    record OtherVersion(String etag) implements Outcome {}

    /// The collection still has items.
    record NotEmpty() implements Outcome {}
  }
}
