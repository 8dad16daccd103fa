package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.HttpFixture;
import rimrep.testing.SmallCatalog;

/// An external record that has not changed is not sent again, and everybody is told so.
class HarvestAgainTest {
  private static final Path RECORD =
      Path.of(System.getProperty("rimrep.root"), "catalog/sources/records/demo-sst.xml");

  @TempDir private Path folder;

  @Test
  void asksForTheRecordByItsVersionAndKeepsWhatItHas() throws IOException {
    Bench bench = new Bench(folder);
    Path served = Files.createDirectories(folder.resolve("served"));
    Path record = Files.copy(RECORD, served.resolve("r.xml"));
    try (HttpFixture server = HttpFixture.serve(served)) {
      bench.catalog.waves("waves").with("waves", "day.nc", SmallCatalog.day(1));
      Path curated = bench.catalog.root().resolve("collections/small/waves/datapackage.json");
      Files.writeString(
          curated,
          Files.readString(curated)
              .replace(
                  "\"access\":",
                  "\"harvest\": {\"type\": \"iso\", \"url\": \"%s\"}, \"access\":"
                      .formatted(server.uri("/r.xml"))));

      harvest(bench, 1);
      String fields = bench.read(output(bench, 1));
      harvest(bench, 2);
      assertThat(bench.read(output(bench, 2))).isEqualTo(fields);
      assertThat(bench.artifacts().resolve("runs/2026-01/02-waves-two/harvest/record.xml"))
          .hasSameBinaryContentAs(record);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.requests().getLast().headers()).containsKey("if-none-match");

      assertThat(
              bench
                  .run(
                      "step", "notify", "--dataset", "waves", "--run", run(2), "--plan", "metadata")
                  .out())
          .contains("waves");
      assertThat(bench.run("status").out())
          .contains("harvest: the record is not modified (HTTP 304)");
      assertThat(bench.artifacts().resolve(run(2)).resolve("report.html"))
          .content()
          .contains("the record is not modified (HTTP 304) and was not sent again");

      Files.writeString(record, Files.readString(record).replace("coral bleaching", "heat"));
      harvest(bench, 3);
      assertThat(bench.read(output(bench, 3))).contains("heat");
    }
  }

  private static String run(int n) {
    return "runs/2026-01/0" + n + "-waves-" + List.of("one", "two", "three").get(n - 1);
  }

  private static Path output(Bench bench, int run) {
    return bench.artifacts().resolve(run(run)).resolve("harvest/output.json");
  }

  private static void harvest(Bench bench, int run) {
    Ended ended = bench.run("step", "harvest", "--dataset", "waves", "--run", run(run));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
  }
}
