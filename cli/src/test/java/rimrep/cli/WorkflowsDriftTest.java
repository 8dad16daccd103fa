package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `workflows/` holds what the plans and the sample catalogue render to, so that what is applied in
/// production is what was reviewed.
class WorkflowsDriftTest {
  private final Path root = Path.of(System.getProperty("rimrep.root"));

  private static SortedMap<String, String> manifests(Path folder) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  private int render(String... more) {
    String[] first = {"workflows", "render", "--catalog", root.resolve("catalog").toString()};
    return Main.commandLine()
        .execute(Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void theCommittedManifestsAreWhatTheCatalogueRendersTo(@TempDir Path fresh) throws IOException {
    assertThat(render("--out", fresh.toString())).isZero();
    assertThat(manifests(root.resolve("workflows")))
        .as("`rimrep workflows render` brings them up to date")
        .isEqualTo(manifests(fresh));
  }

  @Test
  void checkRefusesAFolderThatDrifted(@TempDir Path fresh) throws IOException {
    assertThat(render("--out", fresh.toString())).isZero();
    assertThat(render("--out", fresh.toString(), "--check")).isZero();
    Path edited = fresh.resolve("templates/rimrep-data.yaml");
    Files.writeString(edited, Files.readString(edited) + "# edited by hand\n");
    assertThat(render("--out", fresh.toString(), "--check")).isEqualTo(65);
  }
}
