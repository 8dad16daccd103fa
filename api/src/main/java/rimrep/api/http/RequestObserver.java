package rimrep.api.http;

/// Is told of every answered request.
public interface RequestObserver {

  /// One request and its answer.
  ///
  /// @param id of the request, as `X-Request-Id`; empty outside the API
  /// @param route template that it matched, `/collections/{collection}`; a bounded set; empty if it
  ///   matched none
  /// @param path as the client spelled it
  /// @param query raw, or empty
  /// @param client address of the peer
  /// @param seconds until the answer was made
  record Exchange(
      String id,
      String method,
      String route,
      String path,
      String query,
      String client,
      int status,
      double seconds) {}

  void answered(Exchange exchange);
}
