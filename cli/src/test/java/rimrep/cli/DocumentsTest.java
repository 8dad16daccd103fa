package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// A document that names code which is gone is a bug.
class DocumentsTest {
  private static final Path ROOT = Path.of(System.getProperty("rimrep.root"));
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      Stream.concat(top, docs)
          .filter(p -> p.toString().endsWith(".md") && !p.endsWith("CHANGELOG.md"))
          .sorted()
          .forEach(documents::add);
    }
    return documents;
  }

  private static Set<String> classes() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : List.of("stac", "pipeline", "api", "cli", "testing", "benchmarks")) {
      Path source = ROOT.resolve(module).resolve("src");
      if (Files.isDirectory(source)) {
        try (Stream<Path> files = Files.walk(source)) {
          files
              .map(p -> p.getFileName().toString())
              .filter(n -> n.endsWith(".java"))
              .forEach(n -> names.add(n.substring(0, n.length() - 5)));
        }
      }
    }
    return names;
  }

  @Test
  void eachPathNamedExists() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path document : documents()) {
      String text = Files.readString(document);
      Matcher link = LINK.matcher(text);
      while (link.find()) {
        if (!Files.exists(document.resolveSibling(link.group(1)))) {
          missing.add(ROOT.relativize(document) + " links to " + link.group(1));
        }
      }
      Matcher code = CODE.matcher(text);
      while (code.find()) {
        String word = code.group(1);
        boolean path =
            word.matches(
                "(stac|pipeline|api|cli|testing|benchmarks|catalog|docs|scripts|workflows)/[\\w./-]*");
        if (path && !Files.exists(ROOT.resolve(word))) {
          missing.add(ROOT.relativize(document) + " names " + word);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void eachClassNamedExists() throws IOException {
    Set<String> classes = classes();
    List<String> missing = new ArrayList<>();
    for (Path document : documents()) {
      Matcher code = CODE.matcher(Files.readString(document));
      while (code.find()) {
        String word = code.group(1);
        String outer = word.contains(".") ? word.substring(0, word.indexOf('.')) : word;
        if (word.matches("[A-Z][a-z]+([A-Z][a-z]+)+(\\.[A-Z_a-z]+)?")
            && !classes.contains(outer)
            && !FIELD_WORDS.contains(outer)) {
          missing.add(ROOT.relativize(document) + " names class " + word);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /// Words of the field that look like class names.
  private static final Set<String> FIELD_WORDS =
      Set.of(
          "WorkflowTemplate",
          "CronWorkflow",
          "MultiPolygon",
          "FeatureCollection",
          "GeoParquet",
          "GeoNetwork",
          "AuthenticationSchemes");

  @Test
  void eachCommandNamedExists() throws IOException {
    CommandLine root = Main.commandLine();
    List<String> missing = new ArrayList<>();
    Pattern named = Pattern.compile("(?:\\./|`)rimrep +([a-z]+)(?: +([a-z]+))?");
    for (Path document : documents()) {
      Matcher found = named.matcher(Files.readString(document));
      while (found.find()) {
        CommandLine command = root.getSubcommands().get(found.group(1));
        if (command == null) {
          missing.add(ROOT.relativize(document) + " names rimrep " + found.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
