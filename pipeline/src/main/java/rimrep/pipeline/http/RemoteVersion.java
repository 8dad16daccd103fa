package rimrep.pipeline.http;

import java.net.http.HttpHeaders;
import java.util.Optional;

/// The version of a resource as its server names it, word for word. Both empty: the server names
/// none, and nothing can be asked conditionally.
public record RemoteVersion(Optional<String> etag, Optional<String> lastModified) {
  /// No version known.
  public static RemoteVersion unknown() {
    return new RemoteVersion(Optional.empty(), Optional.empty());
  }

  static RemoteVersion of(HttpHeaders headers) {
    return new RemoteVersion(headers.firstValue("ETag"), headers.firstValue("Last-Modified"));
  }

  /// What `If-Range` may carry: a strong tag or a date (RFC 9110, 13.1.5).
  Optional<String> strong() {
    return etag.filter(tag -> !tag.startsWith("W/")).or(() -> lastModified);
  }
}
