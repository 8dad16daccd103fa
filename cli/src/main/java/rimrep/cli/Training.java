package rimrep.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// What the launcher runs once after a build, so that the JVM notes which classes commands need: a
/// run of the given arguments, then the STAC API without a database, which answers that it is away.
final class Training {

  private static final int TRIES = 100;
  private static final List<String> PATHS =
      List.of("/readyz", "/healthz", "/", "/collections", "/search?limit=1&filter=gsd%3C3", "/api");

  private Training() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int code = Main.run(args);
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String number = String.valueOf(port);
    Thread server =
        Thread.ofPlatform()
            .daemon()
            .start(() -> Main.run("serve", "--role", "public", "--port", number, "--no-migrate"));
    ask(port);
    server.interrupt();
    server.join(Duration.ofSeconds(10));
    System.exit(code);
  }

  private static void ask(int port) throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      for (String path : PATHS) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        for (int i = 0; i < TRIES; i++) {
          try {
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
            break;
          } catch (IOException e) {
            Thread.sleep(100);
          }
        }
      }
    }
  }
}
