package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.SmallCatalog;

/// Ports that other programs have.
class PortsTakenTest {
  private static final Pattern PUBLIC = Pattern.compile("\"publicPort\" *: *([0-9]+)");

  @TempDir private Path folder;

  @Test
  void endsIfANamedPortIsTaken() throws IOException {
    Bench bench = new Bench(folder);
    bench.catalog.tides("tides").with("tides", "a.csv", SmallCatalog.readings("A"));
    try (ServerSocket other = new ServerSocket(0)) {
      String port = String.valueOf(other.getLocalPort());
      bench
          .picture(bench.run("up", "--once", "--port", port))
          .replacing(port, "<port>")
          .matches("port-taken");
    }
  }

  @Test
  void choosesAnotherPortAndPublishesTheDocumentsAgain() throws IOException {
    Bench bench = new Bench(folder);
    bench.catalog.tides("tides").with("tides", "a.csv", SmallCatalog.readings("A"));
    assertThat(bench.run("up", "--once", "--port", "0").exitCode()).isZero();
    String before = port(bench);
    try (ServerSocket other = new ServerSocket(Integer.parseInt(before))) {
      assertThat(other.isBound()).isTrue();
      Ended moved = bench.run("up", "--once", "--port", "0");
      String after = port(bench);
      assertThat(after).isNotEqualTo(before);
      bench.picture(moved).matches("port-taken-later");
      String pygeoapi = bench.read(bench.artifacts().resolve("pygeoapi/config-pygeoapi.yaml"));
      assertThat(pygeoapi).contains(":" + after + "/").doesNotContain(":" + before + "/");
      Ended verified = bench.run("verify", "tides");
      assertThat(verified.exitCode()).as(verified.out()).isZero();
    }
  }

  private static String port(Bench bench) {
    Matcher port = PUBLIC.matcher(bench.read(bench.data.resolve("ports.json")));
    assertThat(port.find()).isTrue();
    return port.group(1);
  }
}
