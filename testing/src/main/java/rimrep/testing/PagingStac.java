package rimrep.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A STAC API of somebody else in a process of its own ([PagingStacMain]): pages of a hundred items
/// by POST, with tokens in the bodies of its next links, as stac-fastapi pages its search.
public final class PagingStac implements AutoCloseable {

  private final Process process;
  private final URI base;

  private PagingStac(Process process, URI base) {
    this.process = process;
    this.base = base;
  }

  /// Starts it and waits until it says its address.
  ///
  /// @param port 0 for a free one
  /// @param items of each collection
  /// @param collections `c0`, `c1`, …
  /// @param fault `dies-after=N` pages of items, `loses=N` items without a word, or empty
  public static PagingStac start(int port, int items, int collections, String fault) {
    try {
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx64m",
                      "-XX:TieredStopAtLevel=1",
                      "-XX:+UseSerialGC",
                      "-cp",
                      System.getProperty("java.class.path"),
                      PagingStacMain.class.getName(),
                      String.valueOf(port),
                      String.valueOf(items),
                      String.valueOf(collections),
                      fault))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String address = out.readLine();
      if (address == null) {
        throw new IllegalStateException("the paging server did not start");
      }
      return new PagingStac(process, URI.create(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    process.destroyForcibly();
    process.onExit().join();
  }
}
