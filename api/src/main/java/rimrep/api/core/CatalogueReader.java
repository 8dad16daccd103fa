package rimrep.api.core;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/// Reads what a viewer may see: the one place where every read passes the access predicate.
///
/// Every method throws [StoreException.Away] while the store does not answer.
public interface CatalogueReader {

  Optional<StoredItem> item(Viewer viewer, String collection, String id);

  Optional<StoredCollection> collection(Viewer viewer, String id);

  /// @param search its collections may not exist
  Page<StoredItem> search(Viewer viewer, ItemSearch search);

  /// Those of `names` that no visible item has as a property. Empty if there is no visible item at
  /// all, for then nothing can be said.
  Set<String> unknownProperties(Viewer viewer, Set<String> names);

  /// The properties of visible items, each with its JSON types, by name.
  ///
  /// @param collection only of its items, if given
  SortedMap<String, SortedSet<String>> properties(Viewer viewer, Optional<String> collection);

  /// Those of `names` that no visible collection has as a member. Empty if there is no visible
  /// collection at all.
  Set<String> unknownMembers(Viewer viewer, Set<String> names);

  /// By id, or in the order that is asked.
  Page<StoredCollection> collections(Viewer viewer, CollectionSearch search);

  /// Returns if the store answers and has its schema.
  void ping();
}
