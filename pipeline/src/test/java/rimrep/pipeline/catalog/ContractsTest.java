package rimrep.pipeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.grid.GridContract;
import rimrep.pipeline.table.TableContract;
import rimrep.testing.SharedCatalog;

/// What `check` finds right, the packages that use it must read.
class ContractsTest {
  private static void readContracts(List<DatasetDefinition> datasets) {
    assertThat(datasets).isNotEmpty();
    for (DatasetDefinition dataset : datasets) {
      assertThatCode(() -> readContract(dataset))
          .as(dataset.id().value())
          .doesNotThrowAnyException();
    }
  }

  private static void readContract(DatasetDefinition dataset) {
    switch (dataset.kind()) {
      case GRID -> GridContract.of(dataset.schema(), dataset.ingest().section());
      case TABLE -> TableContract.of(dataset.schema(), dataset.ingest().section());
    }
  }

  @Test
  void everyContractOfTheSampleCatalogueIsRead() {
    readContracts(Catalog.open(SampleCatalog.ORIGINAL).datasets());
  }

  @Test
  void everyContractOfTheCatalogueOfRealFilesIsRead(@TempDir Path folder) {
    Catalog catalog = Catalog.open(SharedCatalog.copyTo(folder));
    assertThat(catalog.check()).isEmpty();
    readContracts(catalog.datasets());
  }
}
