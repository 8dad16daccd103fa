package rimrep.pipeline.step;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.storage.Body;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;
import tools.jackson.databind.JsonNode;

/// The folder of one run in the artifacts store: `runs/<yyyy-mm>/<dd>-<run id>/`. Steps find each
/// other's records here; nothing else travels between them.
public record RunFolder(Storage artifacts, String prefix) {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd").withZone(ZoneOffset.UTC);

  public static RunFolder of(Storage artifacts, String runId, Instant created) {
    return new RunFolder(
        artifacts, "runs/" + MONTH.format(created) + "/" + DAY.format(created) + "-" + runId);
  }

  /// The run's id: the last part of the folder's name, behind the day.
  public String runId() {
    return prefix.substring(prefix.lastIndexOf('/') + 4);
  }

  /// Name of a step's own folder.
  public static String part(StepName step, int shard) {
    return step == StepName.CONVERT ? step.word() + "-" + shard : step.word();
  }

  public void write(String name, Object value) {
    artifacts.put(prefix + "/" + name, Body.of(Json.bytes(value)));
  }

  public void writeText(String name, String text) {
    artifacts.put(prefix + "/" + name, Body.of(text));
  }

  void writeBytes(String name, byte[] bytes) {
    artifacts.put(prefix + "/" + name, Body.of(bytes));
  }

  public <T> Optional<T> read(String name, Class<T> type) {
    Optional<Content> content = artifacts.get(prefix + "/" + name);
    return content.map(c -> Json.mapper().readValue(c.bytes(), type));
  }

  public Optional<String> readText(String name) {
    return artifacts
        .get(prefix + "/" + name)
        .map(c -> new String(c.bytes(), StandardCharsets.UTF_8));
  }

  public Optional<StepRecord> record(StepName step, int shard) {
    Optional<StepRecord> found = read(part(step, shard) + "/record.json", StepRecord.class);
    found.ifPresent(RunFolder::refuseNewer);
    return found;
  }

  private static void refuseNewer(StepRecord record) {
    if (record.format() > StepRecord.FORMAT) {
      throw new BadConfiguration(
          "record of step " + record.step().word() + " of run " + record.run(),
          "format " + record.format(),
          "format " + StepRecord.FORMAT + " or older",
          "use the rimrep version that wrote it, or a newer one");
    }
  }

  /// The output of a step that must have run before.
  public JsonNode output(StepName step, int shard) {
    String name = part(step, shard) + "/output.json";
    return read(name, JsonNode.class)
        .orElseThrow(() ->
            new Bug(
                prefix + "/" + name,
                "absent",
                "the output of step " + step.word(),
                "run that step first: rimrep step " + step.word()));
  }

  public <T> T output(StepName step, int shard, Class<T> type) {
    return Json.mapper().treeToValue(output(step, shard), type);
  }

  /// Records of all shards of a fan-out, in the order of the shards.
  public List<StepRecord> shardRecords(StepName step, int shards) {
    List<StepRecord> records = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      record(step, shard).ifPresent(records::add);
    }
    return records;
  }

  /// Says of every shard that was converted that it has to be converted again.
  void voidConverted(String why) {
    String start = prefix + "/" + StepName.CONVERT.word() + "-";
    for (StoredObject object : artifacts.list(start)) {
      if (object.key().endsWith("/record.json")) {
        String name = object.key().substring(prefix.length() + 1);
        read(name, StepRecord.class).ifPresent(record -> write(name, record.asVoid(why)));
      }
    }
  }

  /// Keys of the run, sorted.
  public List<StoredObject> objects() {
    return artifacts.list(prefix + "/");
  }
}
