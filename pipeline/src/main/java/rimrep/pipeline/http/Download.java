package rimrep.pipeline.http;

import java.nio.file.Path;

/// A resource in a local file, complete.
///
/// @param sha256 of its bytes, 64 hexadecimal digits
public record Download(Path file, long sizeBytes, String sha256) {}
