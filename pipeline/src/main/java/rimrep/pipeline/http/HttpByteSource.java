package rimrep.pipeline.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.storage.ByteSource;

/// A web resource read by ranges. Small reads go through a cache of blocks, since a file's index is
/// read in many small steps; a large one is one request. Each answer must be of the version that
/// was opened.
final class HttpByteSource implements ByteSource {
  private static final int BLOCK = 256 << 10;
  private static final int BLOCKS = 32;

  private final Exchange exchange;
  private final Retries retries;
  private final URI address;
  private final long size;
  private final RemoteVersion version;
  private final Map<Long, byte[]> blocks =
      Collections.synchronizedMap(
          new LinkedHashMap<>(BLOCKS, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
              return size() > BLOCKS;
            }
          });

  private HttpByteSource(
      Exchange exchange, Retries retries, URI address, long size, RemoteVersion version) {
    this.exchange = exchange;
    this.retries = retries;
    this.address = address;
    this.size = size;
    this.version = version;
  }

  /// Opens by reading the first block, which tells size and version.
  static HttpByteSource open(Exchange exchange, Retries retries, URI address) {
    return retries.run(
        address,
        () -> {
          HttpResponse<InputStream> response =
              exchange.send("GET", address, Map.of("Range", "bytes=0-" + (BLOCK - 1)));
          try (InputStream body = response.body()) {
            RemoteVersion version = RemoteVersion.of(response.headers());
            return switch (response.statusCode()) {
              case 404, 410 -> throw HttpSource.gone(address, response.statusCode());
              case 206, 416 -> {
                ContentRange range = ContentRange.of(response.headers());
                HttpByteSource source =
                    new HttpByteSource(exchange, retries, address, range.total(), version);
                if (range.total() > 0) {
                  source.blocks.put(0L, exactly(body, (int) Math.min(BLOCK, range.total())));
                }
                yield source;
              }
              default -> throw noRanges(address);
            };
          }
        });
  }

  private static BadInput noRanges(URI address) {
    return new BadInput(
        Shown.of(address),
        "the server sends whole files only",
        "a server that answers range requests",
        "fetch the file and read the copy");
  }

  private static byte[] exactly(InputStream body, int length) throws IOException {
    byte[] bytes = body.readNBytes(length);
    if (bytes.length < length) {
      throw new Unanswered(
          "the body ended after " + bytes.length + " of " + length + " bytes", Duration.ZERO);
    }
    return bytes;
  }

  @Override
  public String name() {
    return Shown.of(address);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void readAt(long position, ByteBuffer target) {
    int wanted = target.remaining();
    if (position < 0 || position + wanted > size) {
      throw new BadInput(
          name(),
          "ends at byte " + size,
          "bytes " + position + " to " + (position + wanted),
          "the file is cut short or damaged; ask the provider");
    }
    if (wanted > 2 * BLOCK) {
      target.put(request(position, wanted));
      return;
    }
    long at = position;
    while (target.hasRemaining()) {
      long number = at / BLOCK;
      int offset = (int) (at - number * BLOCK);
      byte[] block = block(number);
      int length = Math.min(target.remaining(), block.length - offset);
      target.put(block, offset, length);
      at += length;
    }
  }

  private byte[] block(long number) {
    byte[] cached = blocks.get(number);
    if (cached != null) {
      return cached;
    }
    long start = number * BLOCK;
    byte[] fetched = request(start, (int) Math.min(BLOCK, size - start));
    blocks.put(number, fetched);
    return fetched;
  }

  private byte[] request(long position, int length) {
    String range = "bytes=" + position + "-" + (position + length - 1);
    return retries.run(
        address,
        () -> {
          HttpResponse<InputStream> response =
              exchange.send("GET", address, Map.of("Range", range));
          try (InputStream body = response.body()) {
            if (response.statusCode() == 404 || response.statusCode() == 410) {
              throw HttpSource.gone(address, response.statusCode());
            }
            checkSame(response, position);
            return exactly(body, length);
          }
        });
  }

  private void checkSame(HttpResponse<InputStream> response, long position) throws IOException {
    boolean changed =
        response.statusCode() != 206 || !RemoteVersion.of(response.headers()).equals(version);
    if (!changed) {
      ContentRange range = ContentRange.of(response.headers());
      changed = range.first() != position || range.total() != size;
    }
    if (changed) {
      throw new SourceUnavailable(
          name(), "changed while it was read", "the version that was opened", "run it again");
    }
  }

  @Override
  public void close() {
    blocks.clear();
  }
}
