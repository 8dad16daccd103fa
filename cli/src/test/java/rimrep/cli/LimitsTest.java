package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each refusal that `docs/limits.md` names has a test that produces it.
class LimitsTest {
  private static final Path ROOT = Path.of(System.getProperty("rimrep.root"));
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (String module : List.of("stac", "pipeline", "api", "cli")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          tests.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return tests;
  }

  @Test
  void eachRowNamesATestThatExists() throws IOException {
    Map<String, String> tests = tests();
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String line : Files.readAllLines(ROOT.resolve("docs/limits.md"))) {
      if (!line.startsWith("| ") || line.startsWith("| Refused")) {
        continue;
      }
      rows++;
      Matcher named = NAMED.matcher(line);
      if (!named.find()) {
        wrong.add("no test in: " + line);
      } else if (!tests.getOrDefault(named.group(1), "").contains("void " + named.group(2) + "(")) {
        wrong.add("no such test: " + named.group());
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows).isGreaterThan(30);
  }
}
