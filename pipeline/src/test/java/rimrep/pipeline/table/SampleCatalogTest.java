package rimrep.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The tables of the sample catalogue, as their folders say.
class SampleCatalogTest {
  private static final Path CATALOG = Path.of(System.getProperty("rimrep.root"), "catalog");

  @TempDir Path folder;

  private TableBench bench(String dataset) throws IOException {
    Path home = CATALOG.resolve("collections/reef-monitoring").resolve(dataset);
    JsonNode schema = Json.mapper().readTree(Files.readString(home.resolve("tableschema.json")));
    Object ingest =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(home.resolve("ingest.yaml")));
    JsonNode section = Json.mapper().valueToTree(ingest).path("table");
    TableBench bench = new TableBench(folder, TableContract.of((ObjectNode) schema, section), 2);
    try (Stream<Path> files = Files.list(CATALOG.resolve("sources").resolve(dataset))) {
      for (Path file : files.sorted().toList()) {
        bench.with(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return bench;
  }

  @Test
  void loggersBecomeRowsInTimeOrder() throws IOException {
    try (TableBench bench = bench("demo-loggers")) {
      TableBench.Run run = bench.run();
      assertThat(run.items()).allMatch(i -> i.outcome() == ItemOutcome.INGESTED);
      RowCounts counts = run.commit().orElseThrow().counts();
      assertThat(counts.rejected()).isEqualTo(14);
      assertThat(
              bench.rows(
                  """
                  SELECT count(*), count(DISTINCT site), max(quality), min(logger_id),
                    any_value(parameter)
                  FROM TABLE\
                  """))
          .containsExactly(
              List.of(String.valueOf(counts.out()), "4", "1", "0007", "water temperature"));
    }
  }

  @Test
  void reefsKeepTheirOutlines() throws IOException {
    try (TableBench bench = bench("demo-reefs")) {
      RowCounts counts = bench.run().commit().orElseThrow().counts();
      assertThat(counts.in()).isEqualTo(counts.out()).isPositive();
    }
  }

  @Test
  void surveySitesBecomePoints() throws IOException {
    try (TableBench bench = bench("demo-survey-sites")) {
      RowCounts counts = bench.run().commit().orElseThrow().counts();
      assertThat(counts.in()).isEqualTo(counts.out()).isPositive();
    }
  }
}
