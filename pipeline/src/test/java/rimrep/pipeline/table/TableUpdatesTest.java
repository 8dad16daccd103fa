package rimrep.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.failure.BadInput;

/// The stored bytes depend on the set of sources alone.
class TableUpdatesTest {
  private static final String SCHEMA =
      """
      {"fields": [
        {"name": "site", "type": "string"},
        {"name": "time", "type": "datetime", "role": "t"},
        {"name": "lon", "type": "number", "role": "x"},
        {"name": "lat", "type": "number", "role": "y"},
        {"name": "temp", "type": "number"}]}
      """;
  private static final String SECTION =
      """
      {"inputs": {"readings": {"from": "files", "format": "csv"}},
       "output": {"fid": "{site}-{time}"}}
      """;

  @TempDir Path folder;

  private TableBench bench(String name, int threads) throws IOException {
    return new TableBench(
        Files.createDirectories(folder.resolve(name)),
        TableBench.contract(SCHEMA, SECTION),
        threads);
  }

  /// `rows` readings of one site, every fifth without position.
  private static String file(String site, int rows) {
    StringBuilder text = new StringBuilder("site,time,lon,lat,temp\n");
    for (int i = 0; i < rows; i++) {
      String time = java.time.Instant.ofEpochSecond(1_700_000_000L + i * 600L).toString();
      String position = i % 5 == 0 ? "," : (145 + i * 1e-5) + "," + (-16 - i * 1.1e-5);
      text.append(site + "," + time + "," + position + "," + i / 7.0 + "\n");
    }
    return text.toString();
  }

  @Test
  void givesTheSameBytesInAnyOrderAndWithAnyThreads() throws IOException {
    List<String> sites = List.of("a", "b", "c");
    byte[] atOnce;
    try (TableBench bench = bench("once", 1)) {
      sites.forEach(site -> bench.with(site + ".csv", file(site, 42_000)));
      bench.run(1);
      atOnce = bench.output();
    }
    try (TableBench bench = bench("one-by-one", 4)) {
      for (String site : sites.reversed()) {
        bench.with(site + ".csv", file(site, 42_000)).run(4);
      }
      assertThat(bench.output()).isEqualTo(atOnce);
      assertThat(bench.rows("SELECT count(*), count(bbox), count(geometry) FROM TABLE"))
          .containsExactly(List.of("126000", "100800", "100800"));
    }
  }

  @Test
  void secondRunFindsNothingNewAndWritesNothing() throws IOException {
    try (TableBench bench = bench("twice", 2).with("a.csv", file("a", 10))) {
      bench.run();
      FileTime before = Files.getLastModifiedTime(bench.outputFile());
      assertThat(bench.plan(2))
          .isEqualTo(
              new TablePlan.NothingNew(
                  TableBench.DATASET, bench.contract.digest(), List.of("src/a.csv")));
      assertThat(bench.run().commit()).isEmpty();
      assertThat(Files.getLastModifiedTime(bench.outputFile())).isEqualTo(before);
    }
  }

  @Test
  void makesALostPieceAnewAndWritesNothing() throws IOException {
    try (TableBench bench = bench("lost", 2).with("a.csv", file("a", 10))) {
      Piece piece = bench.run().item("a.csv").piece().orElseThrow();
      bench.artifacts.delete(piece.key());
      TableBench.Run run = bench.run();
      assertThat(run.item("a.csv").piece()).contains(piece);
      assertThat(run.commit().orElseThrow().written()).isFalse();
    }
  }

  @Test
  void replacesExactlyTheRowsOfAChangedSource() throws IOException {
    try (TableBench bench = bench("changed", 2)) {
      bench.with("a.csv", file("a", 10)).with("b.csv", file("b", 5)).run();
      bench.with("a.csv", file("a", 3)).run();
      assertThat(bench.rows("SELECT site, count(*) FROM TABLE GROUP BY 1 ORDER BY 1"))
          .containsExactly(List.of("a", "3"), List.of("b", "5"));
    }
  }

  @Test
  void keepsTheRowsOfTheLastAcceptedVersionWhenTheNewOneIsBroken() throws IOException {
    try (TableBench bench = bench("broken", 2)) {
      bench.with("a.csv", file("a", 10)).run();
      byte[] before = bench.output();
      TableBench.Run run = bench.with("a.csv", "<html>").with("b.csv", file("b", 0)).run();
      assertThat(run.item("a.csv").outcome()).isEqualTo(ItemOutcome.REJECTED);
      assertThat(run.commit().orElseThrow().findings())
          .containsExactly("src/a.csv was rejected: the rows of its last accepted version stay");
      assertThat(bench.output()).isEqualTo(before);
    }
  }

  @Test
  void keepsTheRowsOfAFileThatIsNoLongerListed() throws IOException {
    try (TableBench bench = bench("kept", 2)) {
      bench.with("a.csv", file("a", 10)).with("b.csv", file("b", 5)).run();
      bench.without("a.csv").with("c.csv", file("c", 1)).run();
      assertThat(bench.rows("SELECT count(*) FROM TABLE")).containsExactly(List.of("16"));
    }
  }

  @Test
  void refusesAKeyThatTwoSourcesShareAndNamesBoth() throws IOException {
    try (TableBench bench = bench("shared", 2)) {
      bench.with("a.csv", file("a", 3)).run();
      byte[] before = bench.output();
      bench.with("b.csv", file("a", 2));
      assertThatThrownBy(bench::run)
          .isInstanceOf(BadInput.class)
          .hasMessageContaining(
              "'a-2023-11-14T22:13:20Z' of fid stands in src/a.csv line 2 and in src/b.csv line 2");
      assertThat(bench.output()).isEqualTo(before);
    }
  }

  @Test
  void refusesTwoFilesOfTheSameContent() throws IOException {
    try (TableBench bench = bench("copies", 2)) {
      bench.with("a.csv", file("a", 3)).with("b.csv", file("a", 3));
      assertThatThrownBy(bench::run)
          .hasMessageContaining("src/a.csv and src/b.csv have the same content");
    }
  }
}
