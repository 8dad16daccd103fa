package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.SmallCatalog;

/// A catalogue that is not there or not right: every command says so before it does anything.
class BadCatalogTest {
  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void make() {
    bench = new Bench(folder);
    bench.catalog.tides("tides").with("tides", "a.csv", SmallCatalog.readings("A"));
  }

  @Test
  void saysThatTheCatalogueIsMissing() {
    String missing = folder.resolve("nowhere").toString();
    bench.picture(bench.run("check", "--catalog", missing)).matches("catalog-missing-check");
    bench.picture(bench.run("run", "tides", "--catalog", missing)).matches("catalog-missing-run");
    bench.picture(bench.run("up", "--once", "--catalog", missing)).matches("catalog-missing-up");
    bench.picture(bench.run("plan", "tides", "--catalog", missing)).matches("catalog-missing-plan");
    assertThat(bench.data).as("nothing is begun").doesNotExist();
  }

  @Test
  void namesAnUnknownKey() {
    Path ingest = bench.catalog.root().resolve("collections/small/tides/ingest.yaml");
    bench.catalog.ingest("tides", bench.read(ingest).replace("  rejects:", "  reject:"));
    int code = commands("unknown-key");
    assertThat(bench.run("up", "--once").exitCode()).isEqualTo(code);
    assertThat(bench.run("plan", "tides").exitCode()).isEqualTo(code);
    assertThat(bench.data).as("nothing is begun").doesNotExist();
  }

  @Test
  void namesAnErrorInJsonnet() throws Exception {
    jsonnet("error", "{title: 'a' + nobody}");
  }

  @Test
  void refusesAJavaTagInJsonnet() throws Exception {
    jsonnet("java-tag", "{title: std.parseYaml('!!java.net.URL [\"https://example.org\"]')}");
  }

  @Test
  void endsEndlessRecursionInJsonnet() throws Exception {
    jsonnet("endless-recursion", "local f(x) = f(x + 1) + 1; {title: f(0)}");
  }

  @Test
  void refusesAnImportFromOutsideInJsonnet() throws Exception {
    jsonnet("import-outside", "{title: import '../../../secret.libsonnet'}");
  }

  @Test
  void endsAHugeArrayInJsonnet() throws Exception {
    jsonnet("huge-array", "{title: std.length(std.makeArray(2000000000, function(i) i))}");
  }

  private void jsonnet(String fault, String program) throws Exception {
    Files.writeString(folder.resolve("secret.libsonnet"), "'quokka'");
    bench.catalog.collection(program + "\n");
    commands("jsonnet-" + fault);
  }

  private int commands(String golden) {
    bench.picture(bench.run("check")).matches("catalog-" + golden + "-check");
    Ended run = bench.run("run", "tides");
    bench.picture(run).matches("catalog-" + golden + "-run");
    assertThat(bench.data).as("nothing is begun").doesNotExist();
    assertThat(run.out() + run.err()).doesNotContain("quokka");
    return run.exitCode();
  }
}
