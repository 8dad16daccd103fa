package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.SmallCatalog;

/// What `up --once` ends with.
class UpOnceTest {
  private static final String BAD = "<html>moved</html>\n";

  @TempDir private Path folder;

  @Test
  void endsWellIfAPersonHasJudgedEachBadFileElseWithTheMostSevereCode() throws Exception {
    Bench bench = new Bench(folder);
    bench
        .catalog
        .tides("tides")
        .with("tides", "a.csv", SmallCatalog.readings("A"))
        .with("tides", "bad.csv", BAD);
    Path ingest = bench.catalog.root().resolve("collections/small/tides/ingest.yaml");
    String known =
        "knownBad:\n  - {name: bad.csv, sha256: %s, reason: the address moved}\n"
            .formatted(sha256(BAD));
    bench.catalog.ingest("tides", known + bench.read(ingest));
    bench.picture(bench.run("up", "--once", "--port", "0")).matches("up-once-known-bad");

    bench
        .catalog
        .waves("away", "{http: \"http://127.0.0.1:1/\", match: \"*.nc\"}")
        .tides("broken")
        .with("broken", "a.csv", SmallCatalog.readings("A"))
        .with("broken", "bad.csv", BAD)
        .tides("tides-2")
        .with("tides-2", "a.csv", SmallCatalog.readings("A"));
    Ended severe = bench.run("up", "--once", "--port", "0");
    bench.picture(severe).matches("up-once-most-severe");
    assertThat(severe.exitCode()).isEqualTo(65);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
