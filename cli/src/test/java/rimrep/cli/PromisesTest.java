package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each promise of `docs/reference/stac-api.md` has a test that shows it; what searches mean stands
/// in the name of the test.
class PromisesTest {

  private static final String PAGE = "docs/reference/stac-api.md";

  @Test
  void eachPromiseNamesATestThatExists() throws IOException {
    assertThat(new NamedTests().checkRows(PAGE, "Promise")).isGreaterThan(80);
  }

  @Test
  void whatSearchesMeanIsTheNameOfTheTest() throws IOException {
    NamedTests tests = new NamedTests();
    String page = Files.readString(NamedTests.ROOT.resolve(PAGE));
    int from = page.indexOf("## What searches mean");
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String line : page.substring(from, page.indexOf("\n## ", from)).lines().toList()) {
      if (!line.startsWith("| ") || line.startsWith("| Promise")) {
        continue;
      }
      rows++;
      String promise = line.substring(2, line.indexOf(" | ")).replace("`", "");
      List<NamedTests.Named> named = tests.of(line);
      if (named.stream().noneMatch(t -> t.displayName().contains(promise))) {
        wrong.add(promise + "\n  is not the name of " + named);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows).isGreaterThan(40);
  }
}
