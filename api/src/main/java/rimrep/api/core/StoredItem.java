package rimrep.api.core;

/// An item as a viewer may see it.
public record StoredItem(String collection, String id, DocumentText document, String etag) {}
