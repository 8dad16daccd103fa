package rimrep.pipeline.http;

/// What a server said to a request that may be conditional. That a thing is gone, or has not
/// changed, is an answer; that a server fails is {@link rimrep.pipeline.failure.SourceUnavailable}.
public sealed interface Answer<T> {
  record Fetched<T>(T content, RemoteVersion version) implements Answer<T> {}

  /// The version asked about is still the present one (304).
  record NotModified<T>() implements Answer<T> {}

  /// There is no such thing (404, 410).
  record Gone<T>(int status) implements Answer<T> {}
}
