package rimrep.stac;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// One request and its answer, for [StacClient]; turns everything else into a [StacException].
final class StacExchange {

  private static final int MAX_PROBLEM = 16 * 1024;
  private static final int MAX_MESSAGE = 500;
  private static final int ATTEMPTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  record Body(String text, String mediaType) {}

  record Answer(
      String request, int status, String text, Optional<String> etag, Optional<String> retryAfter) {

    ObjectNode json() {
      try {
        return StacJson.parse(text);
      } catch (StacFormatException e) {
        throw new StacException.Unavailable(
            request + ": the answer is " + e.getMessage() + "; expected a STAC document", e);
      }
    }
  }

  private final String base;
  private final Optional<String> bearerToken;
  private final Duration timeout;
  private final HttpClient http;

  StacExchange(URI base, Optional<String> bearerToken, Duration timeout) {
    this.base = base.toString().replaceAll("/+$", "");
    this.bearerToken = bearerToken;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /// An id as one path segment: `/`, `%`, space and the like are encoded.
  static String segment(String id) {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    return encoded.replace(".", encoded.matches("\\.+") ? "%2E" : ".");
  }

  URI resolve(String path) {
    return URI.create(base + path);
  }

  /// A link of an answer. It must stay on this server: it is asked with our token.
  URI resolveLink(String href) {
    URI link = URI.create(base + "/").resolve(href);
    URI own = URI.create(base);
    if (!own.getScheme().equals(link.getScheme())
        || !own.getAuthority().equals(link.getAuthority())) {
      throw new StacException.Refused(
          "the link "
              + href
              + " leaves "
              + base
              + "; expected the server's public URL to be the one asked",
          0,
          "");
    }
    return link;
  }

  Answer send(String method, URI uri, Optional<Body> body) {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .header("Accept", "application/geo+json, application/json");
    bearerToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    body.ifPresent(b -> request.header("Content-Type", b.mediaType()));
    request.method(
        method, body.map(b -> BodyPublishers.ofString(b.text())).orElse(BodyPublishers.noBody()));
    String label = method + " " + uri;
    try {
      return answer(label, http.send(request.build(), BodyHandlers.ofString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StacException.Unavailable(label + ": interrupted", e);
    } catch (InterruptedIOException e) {
      throw new StacException.Unavailable(label + ": no answer within " + timeout, e);
    } catch (IOException e) {
      throw new StacException.Unavailable(label + ": no answer (" + reason(e) + ")", e);
    }
  }

  /// As [#send], and again after a while if the server could not answer. The property
  /// `rimrep.hurry` divides the pauses, for tests.
  ///
  /// @param expected statuses; others are thrown
  Answer patient(String method, URI uri, Optional<Body> body, int... expected) {
    Duration pause = FIRST_PAUSE.dividedBy(Math.max(1, Integer.getInteger("rimrep.hurry", 1)));
    for (int attempt = 1; ; attempt++) {
      try {
        return require(send(method, uri, body), expected);
      } catch (StacException.Unavailable e) {
        if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        pause(e.retryAfter().orElse(pause), e);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private static void pause(Duration time, StacException.Unavailable cause) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static Answer answer(String label, HttpResponse<String> response) {
    return new Answer(
        label,
        response.statusCode(),
        response.body(),
        response.headers().firstValue("ETag"),
        response.headers().firstValue("Retry-After"));
  }

  Answer require(Answer answer, int... expected) {
    int status = answer.status();
    if (Arrays.stream(expected).anyMatch(e -> e == status)) {
      return answer;
    }
    String message =
        answer.request() + ": answered " + status + ": " + shorten(answer.text(), MAX_MESSAGE);
    if (status >= 500 || status == 408 || status == 429) {
      throw new StacException.Unavailable(
          message, answer.retryAfter().flatMap(StacExchange::seconds));
    }
    throw new StacException.Refused(message, status, shorten(answer.text(), MAX_PROBLEM));
  }

  private static Optional<Duration> seconds(String retryAfter) {
    return retryAfter.matches("[0-9]{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
        : Optional.empty();
  }

  private static String shorten(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "...";
  }
}
