package rimrep.pipeline.http;

import java.util.OptionalLong;

/// What a server tells about a resource without sending it.
public record RemoteFile(OptionalLong sizeBytes, RemoteVersion version) {}
