package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.grid.ZarrStore;
import rimrep.pipeline.netcdf.ChunkRef;
import rimrep.pipeline.netcdf.NetcdfFile;
import rimrep.pipeline.netcdf.NetcdfFiles;
import rimrep.pipeline.storage.FileByteSource;
import rimrep.pipeline.workflow.RunRecord;

/// A file whose header is sound and whose values are not is found when they are read: it alone is
/// rejected.
class DamagedValuesTest {
  private static final DatasetId SST = new DatasetId("demo-sst");

  @RegisterExtension static final SharedApi API = new SharedApi();

  @TempDir private Path folder;

  @Test
  void aFileWithADamagedChunkIsRejectedAndTheOthersGoIn() throws Exception {
    int days;
    try (RunLab lab = new RunLab(folder.resolve("sound"), API, Map.of())) {
      lab.run(SST);
      days = days(lab);
    }
    try (RunLab lab = new RunLab(folder.resolve("damaged"), API, Map.of())) {
      Path file = someDay(lab);
      byte[] bytes = RunLab.read(file);
      bytes[middleOfAChunk(file)] ^= 4;
      lab.write("demo-sst/" + file.getFileName(), bytes);
      RunRecord record = lab.run(SST);
      assertThat(record.exitCode()).as(record.reason().orElse("")).isEqualTo(65);
      assertThat(days(lab)).isEqualTo(days - 1);
      assertThat(entry(lab, file).outcome()).isEqualTo(ItemOutcome.REJECTED);
      assertThat(entry(lab, file).reason().orElse(""))
          .startsWith(file.getFileName().toString())
          .contains("HDF5 chunk at offset");
    }
  }

  private static Path someDay(RunLab lab) throws Exception {
    try (var files = java.nio.file.Files.list(lab.source("demo-sst"))) {
      return files.sorted().skip(4).findFirst().orElseThrow();
    }
  }

  private static int middleOfAChunk(Path file) {
    try (NetcdfFile open = NetcdfFiles.open(FileByteSource.open(file))) {
      ChunkRef largest =
          open.variables().stream()
              .flatMap(v -> open.chunks(v).stream())
              .filter(c -> !c.missing())
              .max(java.util.Comparator.comparingLong(ChunkRef::storedBytes))
              .orElseThrow();
      return (int) (largest.offset() + largest.storedBytes() / 2);
    }
  }

  private static int days(RunLab lab) {
    return Math.toIntExact(
        ZarrStore.open(lab.stores().publicStore(), SST + "/data.zarr")
            .orElseThrow()
            .array("time")
            .orElseThrow()
            .layout()
            .shape()
            .getFirst());
  }

  private static Ledger.Entry entry(RunLab lab, Path file) {
    byte[] ledger = lab.stores().artifacts().get(Ledger.key(SST)).orElseThrow().bytes();
    return Json.mapper().readValue(ledger, Ledger.class).items().values().stream()
        .filter(e -> e.item().name().equals(file.getFileName().toString()))
        .findFirst()
        .orElseThrow();
  }
}
