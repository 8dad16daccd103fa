package rimrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/// A STAC API of somebody else in a process of its own ([PagingStacMain]): pages of a hundred items
/// by POST, with tokens in the bodies of its next links, as stac-fastapi pages its search.
public final class PagingStac implements AutoCloseable {

  private final ChildServer server;
  private final URI base;

  private PagingStac(ChildServer server) {
    this.server = server;
    this.base = server.address();
  }

  /// Starts it and waits until it says its address.
  ///
  /// @param port 0 for a free one
  /// @param items of each collection
  /// @param collections `c0`, `c1`, …
  /// @param fault `dies-after=N` pages of items, `loses=N` items without a word, or empty
  public static PagingStac start(int port, int items, int collections, String fault) {
    return new PagingStac(ChildServer.start(PagingStacMain.class, port, items, collections, fault));
  }

  public URI base() {
    return base;
  }

  public int port() {
    return base.getPort();
  }

  /// How many pages of items it gave.
  public int pagesGiven() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/pages-given")).build();
      return Integer.parseInt(http.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
