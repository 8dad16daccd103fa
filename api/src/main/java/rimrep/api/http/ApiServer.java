package rimrep.api.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import java.util.function.Consumer;

/// A running HTTP server with one STAC API, on virtual threads.
public final class ApiServer implements AutoCloseable {

  private static final int GZIP_LEVEL = 6;
  private static final long DRAIN_MILLIS = 5_000;

  private final Javalin javalin;

  private ApiServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /// Starts it; it accepts requests when this returns.
  ///
  /// @param host address to listen on, `127.0.0.1`
  /// @param port 0 for a free one
  /// @param more further routes of the same server; they win over the API's
  /// @throws io.javalin.util.JavalinException if the port is taken
  public static ApiServer start(String host, int port, StacApi api, Consumer<JavalinConfig> more) {
    Javalin javalin =
        Javalin.create(config -> {
          configure(config);
          more.accept(config);
          api.addTo(config);
        });
    return new ApiServer(javalin.start(host, port));
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = new CompressionStrategy(null, new Gzip(GZIP_LEVEL));
    config.jetty.modifyServer(server -> {
      server.setStopTimeout(DRAIN_MILLIS);
      server.setStopAtShutdown(false);
    });
  }

  public int port() {
    return javalin.port();
  }

  /// Lets running requests end, for five seconds at most.
  @Override
  public void close() {
    javalin.stop();
  }
}
