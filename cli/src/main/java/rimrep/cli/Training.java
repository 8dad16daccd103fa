package rimrep.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// What the launcher runs once after a build, so that the JVM notes which classes commands need: a
/// run of the given arguments, then the STAC API without a database, which answers that it is away.
final class Training {

  private static final int TRIES = 100;
  private static final List<String> PATHS =
      List.of("/readyz", "/healthz", "/", "/collections", "/search?limit=1&filter=gsd%3C3", "/api");

  private Training() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int code = Main.run(args);
    loadDriver();
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

  /// No database is there to connect to, so what a connection needs is loaded by name: all classes
  /// of its driver.
  private static void loadDriver() throws IOException {
    ClassLoader loader = Training.class.getClassLoader();
    URL driver = Objects.requireNonNull(loader.getResource("org/postgresql/Driver.class"));
    try (JarFile jar = ((JarURLConnection) driver.openConnection()).getJarFile()) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().matches("org/postgresql/.*\\.class")) {
          load(entry.getName().replaceFirst("\\.class$", "").replace('/', '.'), loader);
        }
      }
    }
  }

  private static void load(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      // of another JDK, or for a library that is not here
    }
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
