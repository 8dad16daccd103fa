package rimrep.pipeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

class JsonnetTest {
  private static final String FILE = "collections/sea-surface/collection.jsonnet";

  @TempDir Path folder;
  private SampleCatalog sample = new SampleCatalog(Path.of("."));

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectory(folder.resolve("catalog"));
    sample = SampleCatalog.copyTo(folder.resolve("catalog"));
  }

  private String finding(String program) {
    sample.write(FILE, program);
    return String.join("\n", sample.findings());
  }

  @Test
  void namesFileAndLineOfAnError() {
    assertThat(finding("{\n  title: 'x',\n  description: nobody,\n}"))
        .contains(FILE + ":3:16: error: ")
        .contains("nobody");
  }

  @Test
  void namesThePlaceOfASyntaxError() {
    assertThat(finding("{\n  title: 'x'\n  description: 'y',\n}")).contains(FILE + ":3:3: error: ");
  }

  @Test
  void endsEndlessRecursion() {
    assertThat(finding("local f(x) = f(x + 1) + 1; {title: f(0)}"))
        .contains(FILE + ": error: endless recursion");
  }

  @Test
  void endsALongLoop() throws IOException {
    sample.write(
        FILE, "{title: std.foldl(function(a, b) a + b, std.range(1, 20000000), 0) + self.title}");
    Jsonnet jsonnet =
        new Jsonnet(
            sample.root().toRealPath(),
            JsonNodeFactory.instance.objectNode(),
            Duration.ofSeconds(1));
    assertThat(jsonnet.evaluate(FILE))
        .isInstanceOfSatisfying(
            Jsonnet.Fault.class, fault -> assertThat(fault.found()).startsWith("an evaluation "));
  }

  @Test
  void endsAHugeArray() {
    assertThat(finding("{title: std.length(std.makeArray(2000000000, function(i) i))}"))
        .contains(FILE + ": error: a value too large for memory");
  }

  @Test
  void refusesAnImportOutsideTheCatalogue() throws IOException {
    Files.writeString(folder.resolve("secret.libsonnet"), "'quokka'");
    assertThat(finding("{title: import '../../../secret.libsonnet'}"))
        .contains(FILE + ":1:9: error: ")
        .doesNotContain("quokka");
  }

  @Test
  void refusesAnImportThroughALinkOutOfTheCatalogue() throws IOException {
    Files.writeString(folder.resolve("secret.libsonnet"), "'quokka'");
    Files.createSymbolicLink(
        folder.resolve("catalog/lib/inner.libsonnet"), folder.resolve("secret.libsonnet"));
    assertThat(finding("{title: importstr '../../lib/inner.libsonnet'}"))
        .contains(FILE + ":1:9: error: ")
        .doesNotContain("quokka");
  }

  @Test
  void refusesParseYamlWithAJavaTag() {
    assertThat(finding("{title: std.parseYaml('!!java.net.URL [\"https://example.org\"]')}"))
        .contains(FILE + ": error: a call of the standard library that is not available");
  }

  @Test
  void refusesExtentsInACollection() {
    assertThat(finding("(import '../../lib/reef.libsonnet').collection('a','b',[]) {extent: {}}"))
        .contains("unknown key 'extent'");
  }
}
