package rimrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// S3Proxy in a process of its own, with its own class path, keeping its objects in memory. Alone
/// it is not atomic for racing conditional writes: put an {@link S3FaultProxy} before it.
/// `-Drimrep.s3Heap=4g` lets it hold more.
public final class S3Server implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);

  private static final String LOGGING =
      """
      <configuration><appender name="A" class="ch.qos.logback.core.ConsoleAppender">
      <encoder><pattern>%level %logger %msg%n</pattern></encoder></appender>
      <root level="WARN"><appender-ref ref="A"/></root></configuration>
      """;

  private final Process process;
  private final URI endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  private S3Server(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /// Starts a server and waits until it answers.
  public static S3Server start() {
    try {
      Path folder = Files.createTempDirectory("rimrep-s3-");
      int port = freePort();
      URI endpoint = URI.create("http://127.0.0.1:" + port);
      Process process = launch(folder, endpoint);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      S3Server server = new S3Server(process, endpoint);
      server.awaitAnswer(folder.resolve("log"));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Process launch(Path folder, URI endpoint) throws IOException {
    Path jars = Path.of(System.getProperty("rimrep.root"), "testing-s3", "target", "lib");
    if (!Files.isDirectory(jars)) {
      throw new IllegalStateException(jars + " is absent; build with -am, which gathers its jars");
    }
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.properties"),
            """
            s3proxy.authorization=none
            s3proxy.endpoint=%s
            jclouds.provider=transient-nio2
            jclouds.identity=any
            jclouds.credential=any
            """
                .formatted(endpoint));
    Path logging = Files.writeString(folder.resolve("logback.xml"), LOGGING);
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + System.getProperty("rimrep.s3Heap", "512m"),
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                jars + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString()))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private void awaitAnswer(Path log) throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new IllegalStateException("S3Proxy did not start:\n" + Files.readString(log));
      }
    }
  }

  private boolean answers() {
    try {
      process.waitFor(100, TimeUnit.MILLISECONDS);
      return send("GET", "/") == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private int send(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  public URI endpoint() {
    return endpoint;
  }

  /// Makes an empty bucket; its name has 3 characters or more.
  public void createBucket(String name) {
    try {
      int status = send("PUT", "/" + name);
      if (status != 200) {
        throw new IllegalStateException("bucket " + name + ": status " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }
}
