package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.catalog.Finding;
import rimrep.testing.SharedCatalog;

class CatalogFindingsTest {
  private static final String GSLA = "collections/imos/imos-gsla/ingest.yaml";

  @Test
  void findsNothingWrongInTheSampleCatalogue() {
    Path sample = Path.of(System.getProperty("rimrep.root"), "catalog");
    assertThat(CatalogFindings.of(Catalog.open(sample))).isEmpty();
  }

  @Test
  void addsWhatTheContractOfAGridRefuses(@TempDir Path folder) throws IOException {
    Path ingest = SharedCatalog.copyTo(folder).resolve(GSLA);
    assertThat(CatalogFindings.of(Catalog.open(folder))).isEmpty();
    Files.writeString(
        ingest, Files.readString(ingest).replace("append: time", "append: time\n  zarr: 3"));
    assertThat(CatalogFindings.of(Catalog.open(folder)))
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .startsWith(GSLA + ": error: grid")
        .contains("zarr");
  }
}
