package rimrep.cli.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import rimrep.testing.GoldenFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a person and a reader see of a command that met a fault, as text without what differs from
/// machine to machine: command, exit code, messages, the ledger, the objects of the public store.
final class Picture {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> TOLD = Set.of("item.rejected", "item.failed", "run.ended");

  private final Bench bench;
  private final Ended ended;

  Picture(Bench bench, Ended ended) {
    this.bench = bench;
    this.ended = ended;
  }

  /// Compares the whole.
  void matches(String golden) {
    GoldenFile.of("cli", "fault/" + golden + ".txt").matches(text(""));
  }

  /// Compares what concerns one item; the others are only counted.
  void matches(String golden, String item) {
    GoldenFile.of("cli", "fault/" + golden + ".txt").matches(text(item));
  }

  private String text(String item) {
    StringBuilder text = new StringBuilder();
    text.append("$ rimrep ").append(String.join(" ", ended.command())).append('\n');
    text.append("exit ").append(ended.exitCode()).append('\n');
    section(text, "stdout", ended.out().lines().filter(l -> !isLog(l) && !l.isBlank()).toList());
    section(
        text,
        "stderr",
        ended.errLines().filter(l -> !isLog(l)).flatMap(l -> told(l, item)).toList());
    section(text, "ledger", ledger(item));
    section(text, "public store", visible());
    return normal(text.toString());
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append('\n').append(title).append('\n');
      lines.forEach(l -> text.append("  ").append(l).append('\n'));
    }
  }

  /// Lines of libraries, for developers.
  private static boolean isLog(String line) {
    return line.startsWith("{\"sequenceNumber\"")
        || line.matches("[0-9:.]{12} [A-Z]+ .*")
        || line.startsWith("WARNING: ");
  }

  /// A line of stderr as it is, or the event that it holds, in short; nothing for one of those that
  /// tell of success.
  private static Stream<String> told(String line, String item) {
    if (!line.startsWith("{")) {
      return line.isBlank() ? Stream.empty() : Stream.of(line);
    }
    JsonNode event = JSON.readTree(line);
    String name = event.path("event").asString("");
    boolean failed = name.endsWith(".ended") && event.path("result").asString("").equals("failed");
    if (!TOLD.contains(name) && !failed) {
      return Stream.empty();
    }
    if (name.startsWith("item.") && !event.path("item").asString("").endsWith(item)) {
      return Stream.empty();
    }
    return Stream.of(name.equals("run.ended") ? runEnded(event, item) : event(name, event));
  }

  private static String event(String name, JsonNode event) {
    String thing = event.path("item").asString("");
    return (name + " " + thing).strip() + ": " + event.path("reason").asString("");
  }

  private static String runEnded(JsonNode event, String item) {
    StringBuilder text = new StringBuilder("run.ended ");
    text.append(event.path("dataset").asString("")).append(": ");
    text.append(event.path("result").asString(""));
    for (String outcome : List.of("ingested", "unchanged", "rejected", "failed")) {
      if (event.has(outcome)) {
        text.append(", ").append(event.path(outcome).asInt()).append(' ').append(outcome);
      }
    }
    if (event.has("reason") && item.isEmpty()) {
      text.append("; ").append(event.path("reason").asString(""));
    }
    return text.toString();
  }

  private List<String> ledger(String item) {
    List<String> lines = new ArrayList<>();
    for (Path file : files(bench.data.resolve("artifacts/ledger"))) {
      JsonNode ledger = JSON.readTree(bench.read(file));
      String dataset = ledger.path("dataset").asString("");
      if (!ended.command().contains(dataset) && !ended.command().contains("up")) {
        continue;
      }
      for (JsonNode entry : ledger.path("items")) {
        String name = entry.path("item").path("name").asString("");
        if (name.endsWith(item)) {
          String reason = entry.path("reason").asString("");
          String outcome = entry.path("outcome").asString("");
          lines.add(name + " " + outcome + (reason.isEmpty() ? "" : ": " + reason));
        }
      }
    }
    return lines;
  }

  private List<String> visible() {
    Path store = bench.data.resolve("public");
    return files(store).stream()
        .map(f -> store.relativize(f).toString())
        .filter(k -> !k.startsWith(".rimrep/"))
        .filter(
            k -> ended.command().stream().anyMatch(w -> w.equals("up") || k.startsWith(w + "/")))
        .toList();
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(f -> !isLock(f)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLock(Path file) {
    return file.toString().contains("/.rimrep/");
  }

  private String normal(String text) {
    return text.replace(bench.data.toString(), "<data>")
        .replace(bench.catalog.root().toString(), "<catalog>")
        .replace(bench.folder.toString(), "<folder>")
        .replaceAll("127\\.0\\.0\\.1:[0-9]+", "<host>")
        .replaceAll("[0-9a-f]{64}", "<sha256>")
        .replaceAll("-[0-9]{6}-[0-9a-f]{6}", "-<run>")
        .replaceAll("port [0-9]{4,5}", "port <port>");
  }
}
