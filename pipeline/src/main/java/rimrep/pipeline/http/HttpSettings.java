package rimrep.pipeline.http;

import java.time.Duration;

/// How patient we are with a server.
///
/// @param connect longest wait for a connection
/// @param answer longest wait for the head of an answer once the request is sent
/// @param silence longest pause between two pieces of a body
/// @param attempts how often a request is sent before its server counts as unavailable
/// @param pause wait before the second attempt; doubles with each further one, up to half a minute,
///   less a random part of up to a half
public record HttpSettings(
    Duration connect, Duration answer, Duration silence, int attempts, Duration pause) {
  public HttpSettings {
    if (attempts < 1) {
      throw new IllegalArgumentException("a request is sent at least once");
    }
  }

  /// Fit for slow servers far away: about half a minute of repeated tries.
  public static HttpSettings defaults() {
    return new HttpSettings(
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        5,
        Duration.ofSeconds(2));
  }
}
