package rimrep.api.core;

/// A collection as a viewer may see it.
public record StoredCollection(String id, DocumentText document, String etag) {

  /// See [StoredItem#withoutData()].
  public StoredCollection withoutData() {
    DocumentText seen = document.withoutData();
    return new StoredCollection(id, seen, seen.etag("metadata"));
  }
}
