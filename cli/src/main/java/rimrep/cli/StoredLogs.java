package rimrep.cli;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.storage.StoredObject;
import tools.jackson.databind.JsonNode;

/// Follows the logs that the steps of a run store, wherever the steps run: each line once.
final class StoredLogs {
  private static final String FILE = "/log.ndjson";

  private final RunFolder folder;
  private final Map<String, Long> bytes = new TreeMap<>();
  private final Map<String, Integer> lines = new TreeMap<>();

  StoredLogs(RunFolder folder) {
    this.folder = folder;
  }

  /// Tells what came since the last call, for people: step, time, event, what it says.
  void tell(Consumer<String> to) {
    for (StoredObject object : folder.objects()) {
      String name = object.key().substring(folder.prefix().length() + 1);
      boolean grown = !Long.valueOf(object.sizeBytes()).equals(bytes.put(name, object.sizeBytes()));
      if (name.endsWith(FILE) && grown) {
        folder.readText(name).ifPresent(text -> tell(name, text.lines().toList(), to));
      }
    }
  }

  private void tell(String name, List<String> all, Consumer<String> to) {
    String part = name.substring(0, name.length() - FILE.length());
    all.stream().skip(lines.getOrDefault(name, 0)).map(l -> part + ": " + text(l)).forEach(to);
    lines.put(name, all.size());
  }

  private static String text(String line) {
    JsonNode node = Json.mapper().readTree(line);
    StringJoiner text = new StringJoiner(", ");
    node.properties().stream()
        .filter(e -> !List.of("time", "event").contains(e.getKey()))
        .filter(e -> !e.getValue().asString("").isEmpty())
        .forEach(e -> text.add(e.getKey() + " " + e.getValue().asString("")));
    return node.path("time").asString("") + " " + node.path("event").asString("") + " " + text;
  }
}
