package rimrep.pipeline.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.storage.ByteSource;

/// Asks the web servers of one source. Safe for several threads.
///
/// All methods: {@link SourceUnavailable} if the server fails after all attempts, {@link
/// rimrep.pipeline.failure.BadConfiguration} if it refuses us or leads to a host that is not named.
/// Messages show addresses without credentials.
public final class HttpSource implements AutoCloseable {
  /// Largest body that is kept in memory: documents and listings, not data.
  private static final int LARGEST = 64 << 20;

  private final Exchange exchange;
  private final Retries retries;

  public HttpSource(HttpSettings settings, AllowedHosts hosts, Optional<Secret> secret) {
    this.exchange = new Exchange(settings, hosts, secret);
    this.retries = new Retries(settings);
  }

  /// What an address looks like in messages, records and ledgers: without credentials.
  public static String shown(URI address) {
    return Shown.of(address);
  }

  /// The whole body of a document of up to 64 MiB.
  ///
  /// @param known the version we have already: if it is still the present one, the answer is {@link
  ///   Answer.NotModified}
  public Answer<byte[]> get(URI address, RemoteVersion known) {
    return retries.run(
        address,
        () -> {
          HttpResponse<InputStream> response = exchange.send("GET", address, ifChanged(known));
          try (InputStream body = response.body()) {
            return switch (response.statusCode()) {
              case 304 -> new Answer.NotModified<>();
              case 404, 410 -> new Answer.Gone<>(response.statusCode());
              case 200 ->
                  new Answer.Fetched<>(
                      whole(address, response, body), RemoteVersion.of(response.headers()));
              default -> throw unexpected(response);
            };
          }
        });
  }

  /// A document that must be there: absent is {@link SourceUnavailable}.
  public byte[] get(URI address) {
    return content(address, get(address, RemoteVersion.unknown()));
  }

  private static <T> T content(URI address, Answer<T> answer) {
    return switch (answer) {
      case Answer.Fetched<T>(T content, RemoteVersion version) -> content;
      case Answer.Gone<T>(int status) -> throw gone(address, status);
      case Answer.NotModified<T>() ->
          throw new SourceUnavailable(
              Shown.of(address), "answers 304 to a plain request", "200", "ask the provider");
    };
  }

  static SourceUnavailable gone(URI address, int status) {
    return new SourceUnavailable(
        Shown.of(address),
        "the server answers " + status,
        "the resource",
        "run again later; if it lasts, the provider no longer offers it");
  }

  static Map<String, String> ifChanged(RemoteVersion known) {
    Map<String, String> headers = new LinkedHashMap<>();
    known.etag().ifPresent(tag -> headers.put("If-None-Match", tag));
    known.lastModified().ifPresent(date -> headers.put("If-Modified-Since", date));
    return headers;
  }

  static Unanswered unexpected(HttpResponse<InputStream> response) {
    return new Unanswered("the server answers " + response.statusCode(), Duration.ZERO);
  }

  private static byte[] whole(URI address, HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    byte[] bytes = body.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new BadInput(
          Shown.of(address),
          "more than " + LARGEST + " bytes",
          "a document or a listing",
          "name the data files themselves");
    }
    checkLength(declared(response), bytes.length);
    return bytes;
  }

  static OptionalLong declared(HttpResponse<InputStream> response) {
    return response.headers().firstValueAsLong("Content-Length");
  }

  static void checkLength(OptionalLong declared, long received) throws Unanswered {
    if (declared.isPresent() && declared.getAsLong() != received) {
      throw new Unanswered(
          "the body ended after " + received + " of " + declared.getAsLong() + " bytes",
          Duration.ZERO);
    }
  }

  /// Size and version without the content; {@link Answer.Gone} if there is none.
  public Answer<RemoteFile> head(URI address) {
    return retries.run(
        address,
        () -> {
          HttpResponse<InputStream> response = exchange.send("HEAD", address, Map.of());
          try (InputStream body = response.body()) {
            return switch (response.statusCode()) {
              case 404, 410 -> new Answer.Gone<>(response.statusCode());
              case 200 -> {
                RemoteVersion version = RemoteVersion.of(response.headers());
                yield new Answer.Fetched<>(new RemoteFile(declared(response), version), version);
              }
              default -> throw unexpected(response);
            };
          }
        });
  }

  /// Fetches into a local file. A connection that breaks is taken up where it broke if the server
  /// can do that and the resource is unchanged; else from the start. The file appears under its
  /// name when it is complete.
  public Answer<Download> download(URI address, Path target, RemoteVersion known) {
    try (Downloader downloader = new Downloader(exchange, address, target, known)) {
      return retries.run(address, downloader::attempt);
    }
  }

  /// Fetches a file that was listed: absent is {@link SourceUnavailable}.
  public Download download(URI address, Path target) {
    return content(address, download(address, target, RemoteVersion.unknown()));
  }

  /// Random access by range requests, through a small cache of blocks. The server must support
  /// ranges; otherwise {@link BadInput}, which says to fetch the file first.
  public ByteSource open(URI address) {
    return HttpByteSource.open(exchange, retries, address);
  }

  @Override
  public void close() {
    exchange.close();
  }
}
