package rimrep.cli;

import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import rimrep.api.http.AccessLog;
import rimrep.api.http.MetricsServer;
import rimrep.api.http.RequestObserver;
import rimrep.api.http.ServiceMetrics;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Problem;

/// What watches the servers of a command: the access log always, metrics on a port of their own if
/// asked for.
final class MetricsOption {

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      description = "Port on loopback for /metrics, as Prometheus reads it (default: none).")
  private @Nullable Integer port;

  /// Running metrics, and what the servers must tell of their answers.
  ///
  /// @param server absent without a port
  record Observation(ServiceMetrics metrics, Optional<MetricsServer> server)
      implements AutoCloseable {

    RequestObserver[] observers() {
      return new RequestObserver[] {metrics, new AccessLog()};
    }

    /// Where the metrics are.
    Optional<String> address() {
      return server.map(s -> "http://127.0.0.1:" + s.port() + "/metrics");
    }

    @Override
    public void close() {
      server.ifPresent(MetricsServer::close);
    }
  }

  /// @throws BadConfiguration if the port is taken
  Observation start(ServiceMetrics metrics) {
    try {
      return new Observation(
          metrics, Optional.ofNullable(port).map(p -> MetricsServer.start(p, metrics)));
    } catch (UncheckedIOException e) {
      throw new BadConfiguration(
          new Problem("--metrics-port", String.valueOf(e.getMessage()), "a free port", "name one"),
          e);
    }
  }
}
