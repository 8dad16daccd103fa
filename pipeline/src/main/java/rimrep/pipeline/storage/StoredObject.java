package rimrep.pipeline.storage;

/// One object of a store as a listing shows it.
///
/// @param key POSIX path relative to the root of the store, never starting with `/`
public record StoredObject(String key, long sizeBytes, ETag etag) {}
