package rimrep.api.core;

/// A collection as a viewer may see it.
public record StoredCollection(String id, DocumentText document, String etag) {}
