package rimrep.cli.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Map<String, String> replaced = new LinkedHashMap<>();

  Picture(Bench bench, Ended ended) {
    this.bench = bench;
    this.ended = ended;
  }

  /// Also leaves out what only this run has.
  Picture replacing(String text, String with) {
    replaced.put(text, with);
    return this;
  }

  /// Compares the whole.
  void matches(String golden) {
    GoldenFile.of("cli", "fault/" + golden + ".txt").matches(text(ended.command(), ""));
  }

  /// Compares what concerns one dataset, and of its items those whose name ends as said; the others
  /// are only counted.
  void matches(String golden, String dataset, String item) {
    GoldenFile.of("cli", "fault/" + golden + ".txt").matches(text(List.of(dataset), item));
  }

  private String text(List<String> datasets, String item) {
    StringBuilder text = new StringBuilder();
    text.append("$ rimrep ").append(String.join(" ", ended.command())).append('\n');
    text.append("exit ").append(ended.exitCode()).append('\n');
    section(text, "stdout", ended.out().lines().filter(l -> !isLog(l) && !l.isBlank()).toList());
    section(text, "stderr", told(ended, datasets, item));
    section(text, "ledger", ledger(datasets, item));
    section(text, "public store", visible(datasets));
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
        || line.matches("\\s+at .*|(Caused by: )?java\\.[a-zA-Z.]+: .*")
        || line.startsWith("WARNING: ");
  }

  private static List<String> told(Ended ended, List<String> datasets, String item) {
    List<String> lines = ended.errLines().filter(l -> !isLog(l) && !l.isBlank()).toList();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("{")) {
        told.add(lines.get(i));
      } else if (!triedAgain(lines, i)) {
        told(JSON.readTree(lines.get(i)), datasets, item).ifPresent(told::add);
      }
    }
    return told;
  }

  /// Whether the end of a step is not its last: of several attempts only the last is shown.
  private static boolean triedAgain(List<String> lines, int at) {
    JsonNode event = JSON.readTree(lines.get(at));
    String retry = event.path("event").asString("").replace(".ended", ".retry");
    return at + 1 < lines.size()
        && retry.endsWith(".retry")
        && lines.get(at + 1).contains("\"event\":\"" + retry + "\"");
  }

  /// An event in short; nothing for one of those that tell of success.
  private static Optional<String> told(JsonNode event, List<String> datasets, String item) {
    String name = event.path("event").asString("");
    boolean failed = name.endsWith(".ended") && event.path("result").asString("").equals("failed");
    boolean ours = concerns(datasets, event.path("dataset").asString(""));
    if (!ours || !TOLD.contains(name) && !failed) {
      return Optional.empty();
    }
    if (name.startsWith("item.") && !event.path("item").asString("").endsWith(item)) {
      return Optional.empty();
    }
    return Optional.of(name.equals("run.ended") ? runEnded(event, item) : event(name, event));
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

  private List<String> ledger(List<String> datasets, String item) {
    List<String> lines = new ArrayList<>();
    for (Path file : files(bench.artifacts().resolve("ledger"))) {
      JsonNode ledger = JSON.readTree(bench.read(file));
      if (!concerns(datasets, ledger.path("dataset").asString(""))) {
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

  private List<String> visible(List<String> datasets) {
    Path store = bench.publicStore();
    return files(store).stream()
        .map(f -> store.relativize(f).toString())
        .filter(k -> !k.startsWith(".rimrep/"))
        .filter(k -> concerns(datasets, k.substring(0, Math.max(0, k.indexOf('/')))))
        .toList();
  }

  /// All of them for `up`, which names none.
  private static boolean concerns(List<String> datasets, String dataset) {
    return datasets.contains("up") || datasets.contains(dataset);
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
    String known = text;
    for (Map.Entry<String, String> entry : replaced.entrySet()) {
      known = known.replace(entry.getKey(), entry.getValue());
    }
    return known
        .replace(bench.artifacts().toString(), "<artifacts>")
        .replace(bench.publicStore().toString(), "<public>")
        .replace(bench.data.toString(), "<data>")
        .replace(bench.catalog.root().toString(), "<catalog>")
        .replace(bench.folder.toString(), "<folder>")
        .replaceAll("127\\.0\\.0\\.1:[0-9]+", "<host>")
        .replaceAll("[0-9a-f]{64}", "<sha256>")
        .replaceAll("-[0-9]{6}-[0-9a-f]{6}", "-<run>");
  }
}
