package rimrep.pipeline.dataset;

import java.util.Optional;

/// What a provider offers: one file. Its identity is its full location, so equal names in two
/// folders are two items.
///
/// @param source name of the source in `ingest.yaml`
/// @param name path below the source's root, as people know it
/// @param location where it is, without credentials: for a folder of the catalogue the path below
///   the catalogue's root, else an absolute path or an address
/// @param sizeBytes as listed; -1 if the listing does not say
/// @param version what changes when the content does, as the provider tells (ETag, Last-Modified)
public record SourceItem(
    String source, String name, String location, long sizeBytes, Optional<String> version) {}
