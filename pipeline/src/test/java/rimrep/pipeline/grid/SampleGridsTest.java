package rimrep.pipeline.grid;

import static java.util.Objects.requireNonNull;
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
import rimrep.pipeline.dataset.Ingest;
import rimrep.pipeline.storage.FolderStorage;
import rimrep.pipeline.storage.Storage;

/// The grids of the sample catalogue give the arrays that their generator wrote.
class SampleGridsTest {
  private static final Path CATALOG = Path.of(System.getProperty("rimrep.root"), "catalog");

  @TempDir Path folder;

  private static DatasetDefinition dataset(String id) {
    return Catalog.open(CATALOG).definition(new DatasetId(id));
  }

  private static List<Path> files(String id) throws IOException {
    try (Stream<Path> files = Files.list(CATALOG.resolve("sources").resolve(id))) {
      return files.sorted().toList();
    }
  }

  private GridRun.Result convert(String id, Storage storage) throws IOException {
    DatasetDefinition dataset = dataset(id);
    GridContract contract = GridContract.of(dataset.schema(), dataset.ingest().section());
    return new GridRun(contract, storage, 2, 2).run(files(id));
  }

  @Test
  void sstHas29DaysInOrderAndRejectsTheFileKnownToBeBad() throws IOException {
    Storage storage = new FolderStorage(folder);
    GridRun.Result result = convert("demo-sst", storage);
    Ingest.KnownBad bad = dataset("demo-sst").ingest().knownBad().getFirst();
    List<ItemPlan> rejected =
        result.plan().items().stream()
            .filter(item -> item.judgement() instanceof ItemPlan.Rejected)
            .toList();
    assertThat(rejected)
        .singleElement()
        .satisfies(item -> {
          assertThat(item.item().item().name()).isEqualTo(bad.name());
          assertThat(item.item().sha256()).isEqualTo(bad.sha256());
        });
    long[] times =
        ZarrStore.open(storage, GridRun.PREFIX)
            .orElseThrow()
            .array("time")
            .orElseThrow()
            .readLongs();
    assertThat(times).hasSize(29).isSorted();
    assertThat(times[0]).isEqualTo(1704110400L);
    assertThat(times[28] - times[0]).isEqualTo(28 * 86400L);
    CellFacts sst = requireNonNull(result.commit().orElseThrow().arrays().get("sst")).asStored();
    assertThat(sst.valid() + sst.missing()).isEqualTo(29L * 160 * 130);
    assertThat(sst.missing()).isPositive();
  }

  @Test
  void wavesHave20DaysOfTwoClassicFiles() throws IOException {
    Storage storage = new FolderStorage(folder);
    GridRun.Result result = convert("demo-waves", storage);
    assertThat(result.commit().orElseThrow().steps()).isEqualTo(20);
    CellFacts height = requireNonNull(result.commit().orElseThrow().arrays().get("hs")).asStored();
    assertThat(height.valid() + height.missing()).isEqualTo(20L * 33 * 27);
  }
}
