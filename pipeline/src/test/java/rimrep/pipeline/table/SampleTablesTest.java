package rimrep.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemOutcome;

/// The tables of the sample catalogue give the rows that their generator wrote.
class SampleTablesTest {
  private static final Path CATALOG = Path.of(System.getProperty("rimrep.root"), "catalog");

  @TempDir Path folder;

  private RowCounts convert(String id) throws IOException {
    DatasetDefinition dataset = Catalog.open(CATALOG).definition(new DatasetId(id));
    TableContract contract = TableContract.of(dataset.schema(), dataset.ingest().section());
    try (TableBench bench = new TableBench(folder, contract, 2)) {
      try (Stream<Path> files = Files.list(CATALOG.resolve("sources").resolve(id))) {
        for (Path file : files.sorted().toList()) {
          bench.with(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
      TableBench.Run run = bench.run();
      assertThat(run.items())
          .allSatisfy(item ->
              assertThat(item.entry().outcome())
                  .as(String.valueOf(item.entry().reason()))
                  .isEqualTo(ItemOutcome.INGESTED));
      assertThat(bench.rows("SELECT count(*), count(DISTINCT fid) FROM TABLE"))
          .containsExactly(
              List.of(
                  String.valueOf(run.commit().orElseThrow().counts().out()),
                  String.valueOf(run.commit().orElseThrow().counts().out())));
      return run.commit().orElseThrow().counts();
    }
  }

  /// Four sites of 480 hours, of which every 37th is of bad quality; 14 rows are wrong.
  @Test
  void loggersHaveFourteenBadRowsAndSomeOfBadQuality() throws IOException {
    RowCounts counts = convert("demo-loggers");
    assertThat(counts).isEqualTo(new RowCounts(1934, 1868, 14, 52));
  }

  @Test
  void reefsKeepAllTheirOutlines() throws IOException {
    assertThat(convert("demo-reefs").out()).isEqualTo(24);
  }

  @Test
  void theLimitedTableHasFortyRows() throws IOException {
    assertThat(convert("demo-survey-sites").out()).isEqualTo(40);
  }
}
