package rimrep.stac;

import java.util.Optional;

/// What a write did.
public sealed interface Written {

  /// The ETag of the document now on the server, if it told one.
  Optional<String> etag();

  /// It was not there before.
  record Created(Optional<String> etag) implements Written {}

  /// It replaced another version.
  record Updated(Optional<String> etag) implements Written {}

  /// The server has this document already; nothing was written.
  record Unchanged(Optional<String> etag) implements Written {}
}
