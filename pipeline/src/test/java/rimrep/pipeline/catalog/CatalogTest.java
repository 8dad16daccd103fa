package rimrep.pipeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Ingest;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.dataset.SourceSpec;
import rimrep.pipeline.failure.BadConfiguration;

class CatalogTest {
  private static final String SST = "collections/sea-surface/demo-sst/";
  private static final String LOGGERS = "collections/reef-monitoring/demo-loggers/";

  @TempDir Path folder;
  private SampleCatalog sample = new SampleCatalog(Path.of("."));

  @BeforeEach
  void copy() {
    sample = SampleCatalog.copyTo(folder);
  }

  @Test
  void findsNothingWrongInTheSampleCatalogue() {
    assertThat(Catalog.open(SampleCatalog.ORIGINAL).check()).isEmpty();
  }

  @Test
  void readsEveryDatasetOfTheSampleCatalogue() {
    Catalog catalog = Catalog.open(SampleCatalog.ORIGINAL, Map.of("stac", "https://s.example.org"));
    assertThat(catalog.datasets())
        .extracting(d -> d.id().value())
        .containsExactly(
            "demo-loggers", "demo-reefs", "demo-sst", "demo-survey-sites", "demo-waves");
    DatasetDefinition sst = catalog.definition(new DatasetId("demo-sst"));
    assertThat(sst.kind()).isEqualTo(Kind.GRID);
    assertThat(sst.folder()).isEqualTo("collections/sea-surface/demo-sst");
    assertThat(sst.curated().path("$schema").asString()).isEqualTo(Profile.DATA_PACKAGE.address());
    assertThat(sst.curated().at("/contributors/0/title").asString()).isEqualTo("Demo Reef Office");
    assertThat(sst.collectionDocument().path("providers")).hasSize(2);
    assertThat(sst.vocabulary().at("/themes/gcmd:coral-bleaching/title").asString())
        .isEqualTo("Coral bleaching");
    assertThat(sst.vocabulary().at("/endpoints/stac").asString())
        .isEqualTo("https://s.example.org");
    assertThat(sst.ingest().sources())
        .containsExactly(
            new SourceSpec.Folder(
                "files", "sources/demo-sst", "*.nc", new SourceSpec.Expectation(30, 10)));
    assertThat(sst.ingest().knownBad()).hasSize(1);
    assertThat(sst.ingest().harvest())
        .contains(new Ingest.HarvestSpec.RecordFile("sources/records/demo-sst.xml"));
    assertThat(catalog.definition(new DatasetId("demo-survey-sites")).access())
        .isEqualTo(Access.LIMITED);
  }

  @Test
  void holdsProfilesEqualToThoseOfTheProgram() throws IOException {
    for (Profile profile : Profile.values()) {
      assertThat(SampleCatalog.ORIGINAL.resolve("profiles/" + profile.fileName()))
          .hasContent(profile.text());
    }
  }

  @Test
  void refusesAMissingCatalogue() {
    assertThatThrownBy(() -> Catalog.open(folder.resolve("none")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("none: no such folder");
  }

  @Test
  void reportsAllProblemsAtOnceWithTheirPlaces() {
    sample
        .replace(SST + "ingest.yaml", "match:", "mtach:")
        .replace(SST + "datapackage.json", "\"demo-sst\",", "\"demo-sts\",")
        .replace(SST + "datapackage.json", "gcmd:coral-bleaching", "gcmd:coral-bleeching")
        .replace(SST + "gridschema.json", "[\"lat\", \"lon\"]", "[\"lat\", \"long\"]")
        .replace(LOGGERS + "ingest.yaml", "30 3 1 * *", "30 3 1 * MOO")
        .replace(LOGGERS + "ingest.yaml", "Australia/Brisbane", "Australia/Brisbaine");
    assertThat(sample.findings())
        .containsExactly(
            LOGGERS
                + "ingest.yaml:4:18: error: 'MOO' as day of week; expected five fields: minute,"
                + " hour, day of month, month, day of week; for instance \"0 15 * * *\": each day"
                + " at 15:00",
            LOGGERS
                + "ingest.yaml:4:44: error: 'Australia/Brisbaine'; expected a time zone such as UTC"
                + " or Australia/Brisbane; did you mean 'Australia/Brisbane'?",
            SST
                + "datapackage.json:3:11: error: name 'demo-sts' in folder 'demo-sst'; expected"
                + " the folder's name; make them equal; a published id is never renamed",
            SST
                + "datapackage.json:14:46: error: 'gcmd:coral-bleeching', unknown to"
                + " vocab/themes.json; expected an id of vocab/themes.json; did you mean"
                + " 'gcmd:coral-bleaching'?",
            SST
                + "gridschema.json:14:69: error: unknown dimension 'long'; expected one of lat,"
                + " lon, time; did you mean 'lon'?",
            SST
                + "ingest.yaml:3:10: error: no 'match'; expected a pattern for names such as *.nc;"
                + " add it",
            SST
                + "ingest.yaml:3:37: error: unknown key 'mtach'; expected one of auth, expect,"
                + " folder, from, hosts, http, match, to; did you mean 'match'?");
  }

  @Test
  void refusesSensitiveData() {
    sample.replace(SST + "datapackage.json", "\"public\"", "\"sensitive\"");
    assertThat(sample.findings())
        .singleElement()
        .asString()
        .contains("datapackage.json:15:13: error: access 'sensitive'; expected public or limited");
  }

  @Test
  void refusesToDropOriginals() {
    sample.replace(SST + "ingest.yaml", "originals: keep", "originals: drop");
    assertThat(sample.findings())
        .singleElement()
        .asString()
        .contains("error: /originals is 'drop'; expected keep: what was fetched stays");
  }

  @Test
  void refusesExtentsInACuratedPackage() {
    sample.replace(SST + "datapackage.json", "\"version\"", "\"spatial\": {}, \"version\"");
    assertThat(sample.findings())
        .anySatisfy(f -> assertThat(f).contains("'spatial' in a curated package"));
  }

  @Test
  void refusesALimitedDatasetWithoutRoles() {
    sample.replace(SST + "datapackage.json", "\"public\"", "\"limited\"");
    assertThat(sample.findings())
        .singleElement()
        .asString()
        .contains("access 'limited' without roles");
  }

  @Test
  void refusesDuplicateKeysOfJsonAndYaml() {
    sample
        .replace(SST + "datapackage.json", "\"version\"", "\"name\": \"a\", \"version\"")
        .replace(SST + "ingest.yaml", "originals: keep", "originals: keep\noriginals: drop");
    assertThat(sample.findings())
        .hasSize(2)
        .anySatisfy(f -> assertThat(f).contains("datapackage.json:6:").containsIgnoringCase("dup"))
        .anySatisfy(f -> assertThat(f).contains("ingest.yaml:7:1: error: ").contains("originals"));
  }

  @Test
  void refusesAnIdUsedTwice() {
    sample.write("collections/sea-surface/demo-reefs/datapackage.json", "{}");
    assertThat(sample.findings())
        .singleElement()
        .asString()
        .contains("the id 'demo-reefs' a second time, as collections/reef-monitoring/demo-reefs");
  }

  @Test
  void refusesReservedWordsAsFolders() {
    sample.write("collections/sea-surface/ledger/datapackage.json", "{}");
    assertThat(sample.findings())
        .anySatisfy(f -> assertThat(f).contains("sea-surface/ledger: error: the reserved word"));
  }

  @Test
  void refusesSourcesOutsideTheCatalogueAndSecretsInAddresses() {
    sample
        .replace(SST + "ingest.yaml", "folder: sources/demo-sst", "folder: ../../../..")
        .replace(
            LOGGERS + "ingest.yaml",
            "folder: sources/demo-loggers",
            "http: \"https://me:secret@example.org/{date:yyyy}/\"");
    assertThat(sample.findings())
        .anySatisfy(f -> assertThat(f).contains("which leads out of the catalogue"))
        .anySatisfy(f -> assertThat(f).contains("an address with credentials"))
        .anySatisfy(f -> assertThat(f).contains("{date:...} without 'from'"))
        .noneSatisfy(f -> assertThat(f).contains("secret@"));
  }

  @Test
  void refusesWrongBoxesPatternsAndDates() {
    sample
        .replace(SST + "datapackage.json", "[141.9, -25.1, 155.1, -8.9]", "[1, 2, 3, 4, 5]")
        .replace(SST + "ingest.yaml", "bfeed85e", "BFEED85E")
        .replace(
            LOGGERS + "ingest.yaml",
            "folder: sources/demo-loggers",
            "http: \"https://example.org/{date:yyyy/QQQQQQQ}/\", from: 2024-13-01");
    assertThat(sample.findings())
        .anySatisfy(
            f -> assertThat(f).contains("/expect/bbox is a list of 5; expected four numbers"))
        .anySatisfy(f -> assertThat(f).contains("expected 64 digits 0-9, a-f"))
        .anySatisfy(f -> assertThat(f).contains("the date pattern 'yyyy/QQQQQQQ'"))
        .anySatisfy(f -> assertThat(f).contains("'2024-13-01'; expected a date"));
  }

  @Test
  void refusesAnchorsInYaml() {
    sample.replace(SST + "ingest.yaml", "originals: keep", "originals: &a keep");
    assertThat(sample.findings()).singleElement().asString().contains(":6:12: error: an anchor");
  }

  @Test
  void warnsOfFilesThatNobodyReads() throws IOException {
    Files.writeString(folder.resolve(SST + "ingest.yml"), "x");
    assertThat(sample.findings())
        .containsExactly(
            SST
                + "ingest.yml: warning: a file that is not read; expected one of datapackage.json,"
                + " gridschema.json, ingest.yaml, tableschema.json; did you mean 'ingest.yaml'?");
  }

  @Test
  void anErrorInOneDatasetLeavesTheOthersUsable() {
    sample.replace(SST + "ingest.yaml", "grid:", "girds:");
    Catalog catalog = Catalog.open(folder);
    assertThat(catalog.definition(new DatasetId("demo-reefs")).kind()).isEqualTo(Kind.TABLE);
    assertThatThrownBy(() -> catalog.definition(new DatasetId("demo-sst")))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("ingest.yaml");
    assertThatThrownBy(catalog::datasets).isInstanceOf(BadConfiguration.class);
    assertThatThrownBy(() -> catalog.definition(new DatasetId("demo-reef")))
        .hasMessageContaining("did you mean 'demo-reefs'?");
  }
}
