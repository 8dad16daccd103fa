package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.catalog.CatalogZip;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.step.CatalogStore;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.storage.FolderStorage;

class CatalogPushTest {
  private static final Path SAMPLE = Path.of(System.getProperty("rimrep.root"), "catalog");
  private static final String SOURCE = "sources/demo-loggers/demo-north.csv";
  private static final DatasetId ID = new DatasetId("demo-loggers");

  @TempDir private Path folder;
  private FolderStorage artifacts;
  private CatalogStore store;
  private Path catalog;

  @BeforeEach
  void copySample() throws IOException {
    artifacts = new FolderStorage(Files.createDirectory(folder.resolve("artifacts")));
    store = new CatalogStore(artifacts);
    catalog = folder.resolve("catalog");
    CatalogZip.ofFolder(SAMPLE).unpack(catalog);
  }

  private CatalogStore.Pushed push(String... commit) {
    return store.push(Catalog.open(catalog), Stream.of(commit).findFirst(), false);
  }

  private void retitle(String to) throws IOException {
    Path file = catalog.resolve("catalog.yaml");
    Files.writeString(file, Files.readString(file).replaceFirst("(?m)^title:.*$", "title: " + to));
  }

  @Test
  void pushedTwiceIsUnchanged() {
    assertThat(push().changed()).isTrue();
    assertThat(push().changed()).isFalse();
    assertThat(artifacts.list("catalog/")).hasSize(2);
  }

  @Test
  void aRunKeepsTheCatalogueItBeganWith() throws IOException {
    push("one");
    RunFolder run = new RunFolder(artifacts, "runs/2026-01/02-x");
    assertThat(store.open(run, ID, folder)).isPresent();
    retitle("Another");
    push("two");
    Catalog later = store.open(run, ID, folder).orElseThrow();
    assertThat(later.root().resolve("catalog.yaml")).content().doesNotContain("title: Another");
    assertThat(later.ids()).containsExactly("demo-loggers");
    Catalog newest = store.open(folder).orElseThrow();
    assertThat(newest.root().resolve("catalog.yaml")).content().contains("title: Another");
    assertThat(newest.ids()).contains("demo-loggers", "demo-sst");
  }

  @Test
  void aSourceInTheCatalogueIsTheSameInEachContainerUntilItChanges() throws Exception {
    push("one");
    FileTime before = timeOfASource();
    Files.setLastModifiedTime(
        catalog.resolve(SOURCE), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    push("two");
    assertThat(timeOfASource()).isEqualTo(before);
    String text = Files.readString(catalog.resolve(SOURCE));
    Files.writeString(catalog.resolve(SOURCE), text.replaceFirst("[0-9]", "7"));
    push("three");
    assertThat(timeOfASource()).isNotEqualTo(before);
  }

  private FileTime timeOfASource() throws IOException {
    return Files.getLastModifiedTime(store.open(folder).orElseThrow().root().resolve(SOURCE));
  }

  @Test
  void refusesOtherFilesUnderOneVersion() throws IOException {
    push("one");
    retitle("Another");
    assertThatThrownBy(() -> push("one"))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("pushed before with other files");
    assertThat(store.current().orElseThrow().version()).isEqualTo("one");
  }

  @Test
  void refusesACatalogueWithAnError() throws IOException {
    Files.delete(catalog.resolve("collections/reef-monitoring/demo-loggers/ingest.yaml"));
    assertThatThrownBy(this::push).isInstanceOf(BadConfiguration.class);
    assertThat(artifacts.list("catalog/")).isEmpty();
  }

  @Test
  void dryRunWritesNothing() {
    assertThat(store.push(Catalog.open(catalog), Optional.empty(), true).changed()).isTrue();
    assertThat(artifacts.list("")).isEmpty();
  }

  @Test
  void refusesALinkThatLeadsOut() throws IOException {
    Files.createSymbolicLink(catalog.resolve("lib/outside.txt"), SAMPLE.resolve("catalog.yaml"));
    assertThatThrownBy(() -> CatalogZip.ofFolder(catalog))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("leads out");
  }

  /// What a container does: no catalogue folder, only the artifacts store.
  @Test
  void aStepWithoutACatalogueFolderReadsThePushedOne() {
    String data = folder.resolve("data").toString();
    String sample = SAMPLE.toString();
    String run = "runs/2026-01/02-demo-loggers-1";
    String[] step = {"step", "discover", "--dataset", "demo-loggers", "--run", run};
    String[] bare = {"--data", data, "--catalog", folder.resolve("none").toString()};
    String[] discover = Stream.concat(Stream.of(step), Stream.of(bare)).toArray(String[]::new);
    assertThat(Main.run(discover)).isEqualTo(78);
    assertThat(Main.run("catalog", "push", "--data", data, "--catalog", sample)).isZero();
    assertThat(Main.run(discover)).isZero();
    assertThat(folder.resolve("data/artifacts/" + run + "/catalog.zip")).exists();
  }

  /// The tokens that a cluster gives to a pod change; what counts is what the file holds now.
  @Test
  void readsTheInternalTokenFromAFile() throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, "of-this-hour\n");
    Settings settings =
        SettingsReader.read(
            new GlobalOptions(), Map.of("RIMREP_INTERNAL_TOKEN_FILE", file.toString()));
    assertThat(settings.internalToken()).contains("of-this-hour");
    Files.delete(file);
    assertThatThrownBy(() ->
            SettingsReader.read(
                new GlobalOptions(), Map.of("RIMREP_INTERNAL_TOKEN_FILE", file.toString())))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("internal_token_file");
  }
}
