package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.HttpFixture;
import rimrep.testing.HttpFixture.Fault;
import rimrep.testing.SmallCatalog;

/// Providers whose server fails: the files that can be had go in, the others are failed and taken
/// by a later run.
class BadServersTest {
  private static final String SECRET = "quokka-5b1d0c77e3";
  private static final List<String> FAULTS = List.of("c-404", "d-500", "e-late", "f-short");

  @TempDir private Path folder;
  private Bench bench;
  private HttpFixture server;

  @BeforeEach
  void serve() throws IOException {
    bench = new Bench(folder);
    Path files = folder.resolve("served");
    Files.createDirectories(files.resolve("waves"));
    Files.createDirectories(files.resolve("tides"));
    int day = 1;
    for (String name :
        List.of("a-good", "b-good", "c-404", "d-500", "e-late", "f-short", "g-html")) {
      Files.write(files.resolve("waves/" + name + ".nc"), SmallCatalog.day(day++));
    }
    Files.writeString(files.resolve("tides/a.csv"), SmallCatalog.readings("A"));
    server = HttpFixture.serve(files);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String source(String path, String match, String more) {
    return "{http: \"%s\", match: \"%s\"%s}".formatted(server.uri(path), match, more);
  }

  @Test
  void takesWhatItCanGetAndTheRestLater() {
    bench
        .catalog
        .waves("waves", source("/waves/", "*.nc", ""))
        .tides("unlisted", source("/tides/", "*.csv", ""), 0)
        .tides("locked", source("/tides/", "*.csv", ", auth: {env: RIMREP_NEVER_SET}"), 0);
    server.arm("/tides/", new Fault.Status(500));
    Ended run =
        bench.run(
            line -> {
              if (line.contains("\"fetch.started\"")) {
                breakFiles();
              }
            },
            "run",
            "waves",
            "unlisted",
            "locked");
    Picture picture = bench.picture(run);
    FAULTS.forEach(f -> picture.matches("http-" + f.substring(2), "waves", f + ".nc"));
    picture.matches("http-html", "waves", "g-html.nc");
    picture.matches("http-good", "waves", "-good.nc");
    picture.matches("http-no-listing", "unlisted", "");
    picture.matches("http-no-secret", "locked", "");
    server.calm();
    bench.picture(bench.run("run", "waves", "unlisted")).matches("http-later");
  }

  /// Once they are listed.
  private void breakFiles() {
    server.arm("/waves/c-404.nc", new Fault.Status(404));
    server.arm("/waves/d-500.nc", new Fault.Status(500));
    server.arm("/waves/e-late.nc", new Fault.Delay(Duration.ofSeconds(20)));
    server.arm("/waves/f-short.nc", new Fault.ShortBody(100));
    server.arm("/waves/g-html.nc", new Fault.Html());
  }

  @Test
  void keepsASecretOutOfAllThatItWritesAndSays() throws IOException {
    bench.catalog.tides("tides", source("/tides/", "*.csv", ", auth: {env: RIMREP_TIDES}"), 0);
    server.arm("/tides/a.csv", new Fault.Status(500));
    Map<String, String> environment = Map.of("RIMREP_TIDES", SECRET);
    Ended failed;
    Ended good;
    try (Child run = bench.start(environment, "up", "--once", "--port", "0")) {
      failed = run.end();
    }
    bench.picture(failed).matches("secret-kept");
    server.calm();
    try (Child run = bench.start(environment, "up", "--once", "--port", "0", "--json")) {
      good = run.end();
    }
    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(server.requests())
        .anyMatch(r -> ("Bearer " + SECRET).equals(r.headers().get("authorization")));
    assertThat(failed.out() + failed.err() + good.out() + good.err()).doesNotContain(SECRET);
    assertThat(holding(bench.data, SECRET)).isEmpty();
    assertThat(holding(bench.data, "Small tides")).as("the search finds").isNotEmpty();
  }

  private static List<Path> holding(Path folder, String word) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(f -> holds(f, word)).toList();
    }
  }

  private static boolean holds(Path file, String word) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
