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

/// The tests that documents name: `SomeTest#method`, and `test_some.py::test_function` of
/// `ci/interop`.
final class NamedTests {
  static final Path ROOT = Path.of(System.getProperty("rimrep.root"));
  private static final Pattern NAMED =
      Pattern.compile("`(?:(\\w+Test)#(\\w+)|(test_\\w+\\.py)::(test_\\w+))`");
  private static final Pattern DISPLAY_NAME =
      Pattern.compile("@DisplayName\\(((?:\\s|\\+|\"(?:\\\\.|[^\"\\\\])*\")*)\\)\\s+$");

  /// Sources by name of the class, or of the file of Python.
  private final Map<String, String> sources = new HashMap<>();

  NamedTests() throws IOException {
    for (String folder : List.of("stac", "pipeline", "api", "cli")) {
      read(ROOT.resolve(folder).resolve("src/test/java"), "Test.java", ".java");
    }
    read(ROOT.resolve("ci/interop"), ".py", "");
  }

  private void read(Path folder, String ending, String cut) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
        String name = file.getFileName().toString().replace(cut, "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
  }

  /// @param name as its class is called; of a test of Python nothing
  record Named(String text, boolean exists, String displayName) {}

  /// All that a line names.
  List<Named> of(String line) {
    List<Named> tests = new ArrayList<>();
    Matcher named = NAMED.matcher(line);
    while (named.find()) {
      boolean java = named.group(1) != null;
      String source = sources.getOrDefault(java ? named.group(1) : named.group(3), "");
      String head = java ? "void " + named.group(2) + "(" : "def " + named.group(4) + "(";
      int at = source.indexOf(head);
      tests.add(
          new Named(named.group(), at >= 0, displayName(source.substring(0, Math.max(0, at)))));
    }
    return tests;
  }

  private static String displayName(String before) {
    Matcher found = DISPLAY_NAME.matcher(before);
    if (!found.find(Math.max(0, before.length() - 500))) {
      return "";
    }
    return found
        .group(1)
        .strip()
        .replaceAll("\"\\s*\\+\\s*\"", "")
        .replaceAll("^\"|\"$", "")
        .replace("\\\"", "\"");
  }

  /// Rows of the tables of a document below the head line, each naming tests that exist.
  ///
  /// @param head of the tables, as their first cell says
  /// @return how many rows there are
  int checkRows(String document, String head) throws IOException {
    List<String> wrong = new ArrayList<>();
    int rows = 0;
    for (String line : Files.readAllLines(ROOT.resolve(document))) {
      if (!line.startsWith("| ") || line.startsWith("| " + head + " |")) {
        continue;
      }
      rows++;
      List<Named> tests = of(line);
      if (tests.isEmpty()) {
        wrong.add("no test in: " + line);
      }
      tests.stream().filter(t -> !t.exists()).forEach(t -> wrong.add("no such test: " + t.text()));
    }
    assertThat(wrong).isEmpty();
    return rows;
  }
}
