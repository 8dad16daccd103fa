package rimrep.api.core;

import java.util.Optional;

/// Reads what a viewer may see: the one place where every read passes the access predicate.
///
/// Every method throws [StoreException.Away] while the store does not answer.
public interface CatalogueReader {

  Optional<StoredItem> item(Viewer viewer, String collection, String id);

  Optional<StoredCollection> collection(Viewer viewer, String id);

  /// @param search its collections may not exist
  Page<StoredItem> search(Viewer viewer, ItemSearch search);

  /// By id.
  Page<StoredCollection> collections(Viewer viewer, int limit, Optional<Cursor> after);

  /// Returns if the store answers and has its schema.
  void ping();
}
