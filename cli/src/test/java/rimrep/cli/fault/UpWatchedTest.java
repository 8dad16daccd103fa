package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.SmallCatalog;

/// `up` is watched as `serve` is: an access log, and metrics off the public port.
class UpWatchedTest {
  @TempDir private Path folder;

  @Test
  void logsEachRequestAndCountsThemOnALoopbackPort() throws Exception {
    Bench bench = new Bench(folder);
    bench.catalog.tides("tides").with("tides", "a.csv", SmallCatalog.readings("A"));
    Ended ended;
    try (Child up = bench.start(Map.of(), "up", "--port", "0", "--metrics-port", "0")) {
      up.awaitOut(line -> line.startsWith("Serving until"));
      String stac = last(up.awaitOut(line -> line.startsWith("STAC API  http")));
      String metrics = last(up.awaitOut(line -> line.startsWith("Metrics at ")));
      assertThat(URI.create(metrics).getHost()).isEqualTo("127.0.0.1");
      assertThat(get(stac + "/search?limit=3").statusCode()).isEqualTo(200);
      assertThat(get(metrics).body())
          .contains("route=\"/stac/search\",status=\"200\"} 1")
          .contains("route=\"/collections/{collection}/items/{item}\"")
          .contains("rimrep_database_connections");
      assertThat(get(URI.create(stac).resolve("/metrics").toString()).statusCode()).isEqualTo(404);
      ended = up.interrupt();
    }
    assertThat(ended.err()).contains("request.answered").contains("search").contains("limit=3");
  }

  private static String last(String line) {
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private static HttpResponse<String> get(String url) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
  }
}
