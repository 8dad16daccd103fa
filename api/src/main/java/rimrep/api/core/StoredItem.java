package rimrep.api.core;

/// An item as a viewer may see it.
public record StoredItem(String collection, String id, DocumentText document, String etag) {

  /// For those who may know of the item but not have its data. The ETag depends on nothing they do
  /// not see.
  public StoredItem withoutData() {
    DocumentText seen = document.withoutData();
    return new StoredItem(collection, id, seen, seen.etag("metadata"));
  }
}
