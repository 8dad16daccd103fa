package rimrep.pipeline.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import rimrep.pipeline.storage.FileFailures;

/// One download over several attempts: keeps what has come so far.
final class Downloader implements AutoCloseable {
  private static final int PIECE = 1 << 16;

  private final Exchange exchange;
  private final URI address;
  private final Path target;
  private final RemoteVersion known;
  private final Path part;
  private final FileChannel file;
  private MessageDigest digest = sha256();
  private long received;
  private RemoteVersion version = RemoteVersion.unknown();

  Downloader(Exchange exchange, URI address, Path target, RemoteVersion known) {
    this.exchange = exchange;
    this.address = address;
    this.target = target;
    this.known = known;
    this.part = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      this.file =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw FileFailures.of("file " + part, e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Answer<Download> attempt() throws IOException {
    Optional<String> resume = received == 0 ? Optional.empty() : version.strong();
    Map<String, String> headers =
        resume
            .map(tag -> Map.of("Range", "bytes=" + received + "-", "If-Range", tag))
            .orElseGet(() -> HttpSource.ifChanged(known));
    HttpResponse<InputStream> response = exchange.send("GET", address, headers);
    try (InputStream body = response.body()) {
      return switch (response.statusCode()) {
        case 304 -> new Answer.NotModified<>();
        case 404, 410 -> new Answer.Gone<>(response.statusCode());
        case 200 -> {
          restart();
          version = RemoteVersion.of(response.headers());
          yield receive(body, HttpSource.declared(response));
        }
        case 206 -> receive(body, OptionalLong.of(total(response)));
        case 416 -> {
          restart();
          throw new Unanswered("the file became shorter while it was fetched", Duration.ZERO);
        }
        default -> throw HttpSource.unexpected(response);
      };
    }
  }

  /// The full length; an answer that does not continue where we are starts everything anew.
  private long total(HttpResponse<InputStream> response) throws IOException {
    ContentRange range = ContentRange.of(response.headers());
    if (range.first() != received || received == 0) {
      restart();
      throw new Unanswered("the server sent another range than asked for", Duration.ZERO);
    }
    return range.total();
  }

  private Answer<Download> receive(InputStream body, OptionalLong total) throws IOException {
    byte[] piece = new byte[PIECE];
    for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
      write(piece, n);
    }
    HttpSource.checkLength(total, received);
    publish();
    String sum = HexFormat.of().formatHex(digest.digest());
    return new Answer.Fetched<>(new Download(target, received, sum), version);
  }

  private void write(byte[] piece, int length) {
    try {
      ByteBuffer rest = ByteBuffer.wrap(piece, 0, length);
      while (rest.hasRemaining()) {
        file.write(rest, received + rest.position());
      }
    } catch (IOException e) {
      throw FileFailures.of("file " + target, e);
    }
    digest.update(piece, 0, length);
    received += length;
  }

  private void restart() {
    received = 0;
    digest = sha256();
    version = RemoteVersion.unknown();
    try {
      file.truncate(0);
    } catch (IOException e) {
      throw FileFailures.of("file " + target, e);
    }
  }

  private void publish() {
    try {
      file.force(true);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw FileFailures.of("file " + target, e);
    }
  }

  @Override
  public void close() {
    try (file) {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw FileFailures.of("file " + part, e);
    }
  }
}
