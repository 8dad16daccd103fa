package rimrep.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.Ingest;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.dataset.SourceSpec;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.http.HttpSettings;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.S3Settings;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.Storages;
import tools.jackson.databind.node.JsonNodeFactory;

class FolderSourceTest {
  private static final DatasetId DATASET = new DatasetId("demo");
  private static final String CONTRACT = "c1";

  @TempDir Path root;
  private Path files = Path.of(".");
  private SourceAccess access =
      new SourceAccess(files, HttpSettings.defaults(), false, Map.of(), LocalDate.EPOCH);

  @BeforeEach
  void make() throws IOException {
    files = Files.createDirectories(root.resolve("sources/sst"));
    access = new SourceAccess(root, HttpSettings.defaults(), false, Map.of(), LocalDate.EPOCH);
    write("b.nc", "bb");
    write("a.nc", "a");
    write("notes.txt", "no");
    write(".hidden.nc", "no");
    write("deep/a.nc", "deep");
  }

  private void write(String name, String text) throws IOException {
    Path file = files.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static SourceSpec.Folder source(String match, int atLeast, int shrink) {
    return new SourceSpec.Folder(
        "files", "sources/sst", match, new SourceSpec.Expectation(atLeast, shrink));
  }

  private static Ingest ingest(SourceSpec source, List<Ingest.KnownBad> knownBad) {
    return new Ingest(
        List.of(source),
        Optional.empty(),
        Optional.empty(),
        knownBad,
        JsonNodeFactory.instance.objectNode(),
        Optional.empty());
  }

  private List<SourceItem> list(String match) {
    return new SourceLister(access).list(source(match, 1, 10));
  }

  private FetchResult fetch(SourceItem item) throws IOException {
    Path work = Files.createDirectories(root.resolve("work"));
    try (Storage artifacts =
            Storages.open(Location.of(root.resolve("artifacts")), S3Settings.defaults());
        Fetcher fetcher = new Fetcher(access, source("*", 1, 10), DATASET, artifacts, work)) {
      return fetcher.fetch(item);
    }
  }

  private static Ledger ledger(List<FetchedItem> fetched, ItemOutcome outcome) {
    TreeMap<String, Ledger.Entry> items = new TreeMap<>();
    for (FetchedItem f : fetched) {
      items.put(
          f.item().location(),
          new Ledger.Entry(
              f.item(),
              f.sizeBytes(),
              Optional.of(f.sha256()),
              Optional.of(f.originalKey()),
              CONTRACT,
              outcome,
              Optional.empty(),
              Optional.empty()));
    }
    return new Ledger(Ledger.FORMAT, DATASET, items, Optional.empty());
  }

  private List<FetchedItem> fetchAll(String match) throws IOException {
    List<FetchedItem> all = new ArrayList<>();
    for (SourceItem item : list(match)) {
      all.add(((FetchResult.Fetched) fetch(item)).fetched());
    }
    return all;
  }

  private Discovered discover(Ledger ledger, List<Ingest.KnownBad> knownBad) {
    return new Discovery(new SourceLister(access))
        .discover(ingest(source("*.nc", 1, 10), knownBad), ledger, CONTRACT);
  }

  @Test
  void listsFilesOfTheGlobInOrderWithoutHiddenOnes() {
    assertThat(list("*.nc")).extracting(SourceItem::name).containsExactly("a.nc", "b.nc");
    assertThat(list("**.nc"))
        .extracting(SourceItem::location)
        .containsExactly("sources/sst/a.nc", "sources/sst/b.nc", "sources/sst/deep/a.nc");
  }

  @Test
  void copiesAnItemUnderItsChecksum() throws IOException {
    FetchResult result = fetch(list("*.nc").getLast());
    assertThat(result)
        .isInstanceOfSatisfying(
            FetchResult.Fetched.class,
            f -> {
              assertThat(f.fetched().originalKey())
                  .isEqualTo("originals/demo/3b64db95cb55c763-b.nc");
              assertThat(root.resolve("artifacts").resolve(f.fetched().originalKey()))
                  .hasContent("bb");
            });
    assertThat(root.resolve("work")).isEmptyDirectory();
  }

  @Test
  void aFileThatVanishedIsNotFetchedAndStopsNothing() throws IOException {
    List<SourceItem> items = list("*.nc");
    Files.delete(files.resolve("a.nc"));
    assertThat(fetch(items.getFirst()))
        .isInstanceOfSatisfying(
            FetchResult.NotFetched.class,
            n -> assertThat(n.kind()).isEqualTo("source-unavailable"));
    assertThat(fetch(items.getLast())).isInstanceOf(FetchResult.Fetched.class);
  }

  @Test
  void aLinkOutOfTheFolderIsRefusedByName() throws IOException {
    Files.writeString(root.resolve("secret.nc"), "quokka");
    Files.createSymbolicLink(files.resolve("c.nc"), root.resolve("secret.nc"));
    assertThat(fetch(list("*.nc").getLast()))
        .isInstanceOfSatisfying(
            FetchResult.NotFetched.class,
            n -> assertThat(n.problem().message()).contains("sources/sst/c.nc", "leads out"));
  }

  @Test
  void tellsNewChangedAndUnchangedApart() throws IOException {
    Ledger before = ledger(fetchAll("*.nc"), ItemOutcome.INGESTED);
    assertThat(discover(before, List.of()).toFetch()).isEmpty();
    write("a.nc", "other");
    write("c.nc", "new");
    assertThat(discover(before, List.of()).sightings())
        .extracting(s -> s.item().name() + " " + s.getClass().getSimpleName())
        .containsExactly("a.nc Changed", "b.nc Unchanged", "c.nc New");
  }

  @Test
  void aTouchedFileOfTheSameBytesIsUnchangedOnceFetched() throws IOException {
    Ledger before = ledger(fetchAll("*.nc"), ItemOutcome.INGESTED);
    Files.setLastModifiedTime(files.resolve("a.nc"), FileTime.from(Instant.EPOCH));
    Sighting touched = discover(before, List.of()).toFetch().getFirst();
    FetchedItem again = ((FetchResult.Fetched) fetch(touched.item())).fetched();
    assertThat(Discovery.settle(touched, again, CONTRACT, List.of()))
        .isInstanceOf(Sighting.Unchanged.class);
    assertThat(Discovery.settle(touched, again, "c2", List.of()))
        .isInstanceOf(Sighting.Changed.class);
  }

  @Test
  void aRejectedItemIsStillRejectedUntilContentOrContractChanges() throws IOException {
    List<FetchedItem> fetched = fetchAll("*.nc");
    Ledger before = ledger(fetched, ItemOutcome.REJECTED);
    FetchedItem a = fetched.getFirst();
    List<Ingest.KnownBad> judged = List.of(new Ingest.KnownBad("a.nc", a.sha256(), "short"));
    assertThat(discover(before, judged).sightings())
        .extracting(s -> s instanceof Sighting.StillRejected r && r.judged())
        .containsExactly(true, false);
    assertThat(
            new Discovery(new SourceLister(access))
                .discover(ingest(source("*.nc", 1, 10), judged), before, "c2")
                .toFetch())
        .hasSize(2);
  }

  @Test
  void aFailedItemIsTakenAgain() throws IOException {
    assertThat(discover(ledger(fetchAll("*.nc"), ItemOutcome.FAILED), List.of()).toFetch())
        .hasSize(2);
  }

  @Test
  void anEmptyListingEndsTheRun() {
    assertThatThrownBy(() ->
            new Discovery(new SourceLister(access))
                .discover(
                    ingest(source("*.none", 1, 10), List.of()), Ledger.empty(DATASET), CONTRACT))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("source files: 0 items; expected at least 1");
  }

  @Test
  void aListingThatLostTooMuchEndsTheRun() throws IOException {
    Ledger before = ledger(fetchAll("*.nc"), ItemOutcome.INGESTED);
    Files.delete(files.resolve("a.nc"));
    assertThatThrownBy(() -> discover(before, List.of()))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("1 of 2 items gone");
    Discovered shrunk =
        new Discovery(new SourceLister(access))
            .discover(ingest(source("*.nc", 1, 50), List.of()), before, CONTRACT);
    assertThat(shrunk.vanished()).extracting(e -> e.item().name()).containsExactly("a.nc");
  }

  @Test
  void aMissingFolderIsUnavailableNotEmpty() throws IOException {
    assertThatThrownBy(() ->
            new SourceLister(access)
                .list(
                    new SourceSpec.Folder(
                        "files", "sources/none", "*", new SourceSpec.Expectation(0, 10))))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("no such folder");
  }

  @Test
  void namesFromOutsideNeverBecomePaths() {
    assertThat(SafeName.of("../../etc/.pass wd")).isEqualTo("_.pass_wd");
    assertThat(SafeName.of("a/")).isEqualTo("_");
    assertThat(SafeName.of("x".repeat(300) + ".nc")).hasSize(100).endsWith("x.nc");
  }
}
