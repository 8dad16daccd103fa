package rimrep.api.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
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
  /// @param observers told of every answer
  /// @throws io.javalin.util.JavalinException if the port is taken
  /// @throws IllegalArgumentException if the API takes writes without a provider of tokens and the
  ///   address is none of loopback
  public static ApiServer start(
      String host,
      int port,
      StacApi api,
      Consumer<JavalinConfig> more,
      RequestObserver... observers) {
    if (api.isForLoopbackOnly() && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "the internal API without an OIDC provider at "
              + host
              + "; expected a loopback address, for it has one token for everybody");
    }
    Javalin javalin =
        Javalin.create(config -> {
          configure(config);
          config.requestLogger.http((ctx, millis) -> {
            RequestObserver.Exchange exchange = exchange(ctx, millis);
            for (RequestObserver observer : observers) {
              observer.answered(exchange);
            }
          });
          more.accept(config);
          api.addTo(config);
        });
    return new ApiServer(javalin.start(host, port));
  }

  /// Whether a name or address reaches this machine only.
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static RequestObserver.Exchange exchange(Context ctx, double millis) {
    return new RequestObserver.Exchange(
        Objects.requireNonNullElse(ctx.res().getHeader("X-Request-Id"), ""),
        ctx.req().getMethod(),
        ctx.endpoints().list().isEmpty() ? "" : ctx.endpoint().path,
        ctx.req().getRequestURI(),
        Objects.requireNonNullElse(ctx.queryString(), ""),
        ctx.req().getRemoteAddr(),
        ctx.statusCode(),
        millis / 1e3);
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = new CompressionStrategy(null, new Gzip(GZIP_LEVEL));
    config.jetty.modifyHttpConfiguration(http -> http.setRequestHeaderSize(ErrorPage.MAX_HEAD));
    config.jetty.modifyServer(server -> {
      server.setErrorHandler(new ErrorPage());
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
