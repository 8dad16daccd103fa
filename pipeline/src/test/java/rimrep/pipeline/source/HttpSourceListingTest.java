package rimrep.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.dataset.SourceSpec;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.http.HttpSettings;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.S3Settings;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.Storages;
import rimrep.testing.HttpFixture;

class HttpSourceListingTest {
  private static final HttpSettings QUICK =
      new HttpSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          2,
          Duration.ofMillis(10));

  @TempDir Path folder;
  private Optional<HttpFixture> fixture = Optional.empty();

  @BeforeEach
  void serve() throws IOException {
    write("2024/01/01/a.nc", "one");
    write("2024/01/01/b c.nc", "two");
    write("2024/01/01/readme.txt", "no");
    write("2024/01/03/d.nc", "three");
    fixture = Optional.of(HttpFixture.serve(folder));
  }

  @AfterEach
  void stop() {
    fixture.ifPresent(HttpFixture::close);
  }

  private HttpFixture server() {
    return fixture.orElseThrow();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private SourceSpec.Http source(String path, Optional<String> match, Optional<LocalDate> from) {
    String address = "http://127.0.0.1:" + server().port() + path;
    return new SourceSpec.Http(
        "web",
        address,
        match,
        from,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        new SourceSpec.Expectation(1, 10));
  }

  private static SourceAccess access(boolean loopback) {
    return new SourceAccess(Path.of("/"), QUICK, loopback, Map.of(), LocalDate.of(2024, 1, 4));
  }

  private List<SourceItem> list(SourceSpec source) {
    return new SourceLister(access(true)).list(source);
  }

  @Test
  void listsADirectoryWithSizesAndVersions() {
    List<SourceItem> items = list(source("/2024/01/01/", Optional.of("*.nc"), Optional.empty()));
    assertThat(items).extracting(SourceItem::name).containsExactly("a.nc", "b c.nc");
    assertThat(items).extracting(SourceItem::sizeBytes).containsExactly(3L, 3L);
    assertThat(items).allSatisfy(item -> assertThat(item.version()).isPresent());
    assertThat(items.getLast().location()).endsWith("/2024/01/01/b%20c.nc");
  }

  @Test
  void listsTheFolderOfEachDateAndPassesOverAbsentOnes() {
    SourceSpec.Http source =
        source("/{date:yyyy/MM/dd}/", Optional.of("*.nc"), Optional.of(LocalDate.of(2024, 1, 1)));
    assertThat(list(source))
        .extracting(SourceItem::name)
        .containsExactly("2024/01/01/a.nc", "2024/01/01/b c.nc", "2024/01/03/d.nc");
  }

  @Test
  void takesAnExplicitFile() {
    assertThat(list(source("/2024/01/03/d.nc", Optional.empty(), Optional.empty())))
        .singleElement()
        .satisfies(item -> assertThat(item.name()).isEqualTo("d.nc"));
  }

  @Test
  void aListingThatFailsIsUnavailableNotEmpty() {
    server().arm("/2024/01/01/", new HttpFixture.Fault.Status(500));
    assertThatThrownBy(() -> list(source("/2024/01/01/", Optional.of("*.nc"), Optional.empty())))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("500");
    assertThatThrownBy(() -> list(source("/none/", Optional.of("*"), Optional.empty())))
        .isInstanceOf(SourceUnavailable.class)
        .hasMessageContaining("404");
  }

  @Test
  void refusesThisMachineUnlessAllowed() {
    assertThatThrownBy(() ->
            new SourceLister(access(false))
                .list(source("/2024/01/01/", Optional.of("*.nc"), Optional.empty())))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("this machine itself");
  }

  @Test
  void fetchesOneFileThoughAnotherIsGone() throws IOException {
    SourceSpec.Http source = source("/2024/01/01/", Optional.of("*.nc"), Optional.empty());
    List<SourceItem> items = list(source);
    server().arm("/2024/01/01/a.nc", new HttpFixture.Fault.Status(404));
    server().arm("/2024/01/01/b c.nc", new HttpFixture.Fault.ShortBody(1), 1);
    Path work = Files.createDirectories(folder.resolve("work"));
    try (Storage artifacts =
            Storages.open(Location.of(folder.resolve("artifacts")), S3Settings.defaults());
        Fetcher fetcher =
            new Fetcher(access(true), source, new DatasetId("demo"), artifacts, work)) {
      assertThat(fetcher.fetch(items.getFirst()))
          .isInstanceOfSatisfying(
              FetchResult.NotFetched.class, n -> assertThat(n.problem().message()).contains("404"));
      assertThat(fetcher.fetch(items.getLast()))
          .isInstanceOfSatisfying(
              FetchResult.Fetched.class,
              f -> assertThat(f.fetched().originalKey()).endsWith("-b_c.nc"));
    }
  }

  @Test
  void readsListingsOfSeveralServers() {
    URI page = URI.create("https://d.example.org/sst/");
    String html =
        """
        <a href="../">up</a> <A HREF='a.nc'>a</A> <a href=/sst/b.nc>b</a>
        <a class="x" href="https://d.example.org/sst/c%20d.nc">c</a> <a href="sub/">sub</a>
        <a href="?C=N;O=D">Name</a> <a href="https://other.example.org/sst/e.nc">e</a>
        <a href="javascript:void(0)">f</a> <a href="a.nc">again</a> <a href="/sst/sub/g.nc">g</a>
        """;
    assertThat(ListingPage.files(page, html))
        .extracting(uri -> page.relativize(uri).toString())
        .containsExactly("a.nc", "b.nc", "c%20d.nc");
  }
}
