package rimrep.api.core;

/// A collection that passed all checks.
///
/// @param words what free text finds
public record NewCollection(
    String id, DocumentText document, String etag, Access access, Extent extent, String words) {}
