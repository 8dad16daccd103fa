package rimrep.pipeline.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.SourceUnavailable;

/// One request with its redirects, which are followed by hand: each target is checked first, and
/// the secret goes to the origin it was meant for only.
final class Exchange implements AutoCloseable {
  private static final int REDIRECTS = 10;
  private static final String AGENT = "rimrep/0.1";

  private final HttpSettings settings;
  private final AllowedHosts hosts;
  private final Optional<Secret> secret;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  Exchange(HttpSettings settings, AllowedHosts hosts, Optional<Secret> secret) {
    this.settings = settings;
    this.hosts = hosts;
    this.secret = secret;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connect())
            .executor(threads)
            .build();
  }

  /// Sends a request. Answers that a retry may mend are an {@link Unanswered}, other refusals a
  /// failure; what is left is 2xx, 304, 404, 410 or 416. The caller closes the body.
  HttpResponse<InputStream> send(String method, URI address, Map<String, String> headers)
      throws IOException {
    URI origin = Shown.withoutUser(address);
    URI at = origin;
    String from = "the source";
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      hosts.check(at, from);
      HttpResponse<InputStream> response =
          once(request(method, at, headers, sameOrigin(at, origin)));
      Optional<URI> next = redirect(at, response);
      if (next.isEmpty()) {
        return judged(at, response);
      }
      response.body().close();
      from = "a redirect of " + Shown.of(at);
      at = next.get();
    }
    throw new SourceUnavailable(
        Shown.of(origin),
        "more than " + REDIRECTS + " redirects",
        "an answer",
        "check the address");
  }

  private HttpRequest request(
      String method, URI at, Map<String, String> headers, boolean toOrigin) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(settings.answer())
            .header("User-Agent", AGENT);
    headers.forEach(request::header);
    if (toOrigin) {
      secret.ifPresent(s -> request.header("Authorization", s.authorization()));
    }
    return request.build();
  }

  private static boolean sameOrigin(URI a, URI b) {
    return a.getScheme().equals(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost())
        && a.getPort() == b.getPort();
  }

  private HttpResponse<InputStream> once(HttpRequest request) throws IOException {
    try {
      return client.send(request, head -> new TimedBody(settings.silence()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted(e);
    }
  }

  private static Optional<URI> redirect(URI at, HttpResponse<InputStream> response) {
    return switch (response.statusCode()) {
      case 301, 302, 303, 307, 308 -> Optional.of(target(at, response));
      default -> Optional.empty();
    };
  }

  private static URI target(URI at, HttpResponse<InputStream> response) {
    String location = response.headers().firstValue("Location").orElse("");
    try {
      URI target = Shown.withoutUser(at.resolve(location));
      if (location.isEmpty()
          || at.getScheme().equals("https") && !"https".equals(target.getScheme())) {
        throw new SourceUnavailable(
            Shown.of(at),
            location.isEmpty() ? "a redirect to nowhere" : "a redirect from https to http",
            "a redirect to a safe address",
            "ask the provider");
      }
      return target;
    } catch (IllegalArgumentException e) {
      throw new SourceUnavailable(
          Shown.of(at), "a redirect to something that is no address", "", "ask the provider");
    }
  }

  private static HttpResponse<InputStream> judged(URI at, HttpResponse<InputStream> response)
      throws IOException {
    int status = response.statusCode();
    if (status >= 200 && status < 300
        || status == 304
        || status == 404
        || status == 410
        || status == 416) {
      return response;
    }
    response.body().close();
    if (status >= 500 || status == 408 || status == 429) {
      throw new Unanswered("the server answers " + status, retryAfter(response));
    }
    if (status == 401 || status == 403) {
      throw new BadConfiguration(
          Shown.of(at),
          "the server refuses us: " + status,
          "a source that lets us in",
          "name the environment variable of its secret under auth.env, or renew the secret");
    }
    throw new SourceUnavailable(
        Shown.of(at), "the server answers " + status, "the resource", "check the address");
  }

  private static Duration retryAfter(HttpResponse<InputStream> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.close();
  }
}
