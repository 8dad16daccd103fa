package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;
import rimrep.pipeline.workflow.Node;
import rimrep.pipeline.workflow.Plan;

/// A plan whose steps are processes of their own, as containers in Argo are, leaves the records and
/// the bytes that the local engine leaves.
class StepProcessesTest {
  private static final String RUN = "runs/2024-06/01-by-hand";

  @RegisterExtension static final SharedApi API = new SharedApi();

  @TempDir private Path folder;

  @Test
  void aGridStepByStepIsTheGridOfTheEngine() {
    compare(new DatasetId("demo-waves"), 2);
  }

  @Test
  void aTableStepByStepIsTheTableOfTheEngine() {
    compare(new DatasetId("demo-reefs"), 1);
  }

  private void compare(DatasetId dataset, int shards) {
    SortedMap<String, String> records;
    SortedMap<String, String> stored;
    try (RunLab lab = lab("engine")) {
      assertThat(lab.run(dataset).exitCode()).isZero();
      String run =
          lab.stores().artifacts().list("runs/").stream()
              .map(StoredObject::key)
              .filter(k -> k.endsWith("/run.json"))
              .map(k -> k.substring(0, k.lastIndexOf('/')))
              .findFirst()
              .orElseThrow();
      records = records(lab, run);
      stored = stored(lab);
    }
    try (RunLab lab = lab("steps")) {
      RunFolder run = new RunFolder(lab.stores().artifacts(), RUN);
      for (Plan plan : Runs.ingest()) {
        plan.nodes().forEach(node -> step(lab, run, dataset, node));
      }
      assertThat(run.record(StepName.PLAN, 0).orElseThrow().shards()).isEqualTo(shards);
      assertThat(records(lab, RUN)).isEqualTo(records);
      assertThat(stored(lab)).isEqualTo(stored);
    }
  }

  /// Small chunks and two shards of a grid.
  private RunLab lab(String name) {
    RunLab lab = new RunLab(folder.resolve(name), API, Map.of("RIMREP_SHARDS", "2"));
    lab.edit("collections/sea-surface/demo-waves/ingest.yaml", "time: 20", "time: 5");
    return lab;
  }

  private static void step(RunLab lab, RunFolder run, DatasetId dataset, Node node) {
    boolean runs =
        node.when().map(w -> decision(run, w.step()).equals(w.decision().word())).orElse(true);
    int shards =
        switch (node) {
          case Node.Single single -> 1;
          case Node.FanOut fanOut -> run.record(fanOut.shardsOf(), 0).orElseThrow().shards();
        };
    for (int shard = 0; runs && shard < shards; shard++) {
      Process child =
          lab.start(
              Main.class,
              "step",
              node.step().word(),
              "--dataset",
              dataset.value(),
              "--run",
              RUN,
              "--shard",
              String.valueOf(shard));
      assertThat(RunLab.end(child)).as(lab.said()).isZero();
    }
  }

  private static String decision(RunFolder run, StepName step) {
    StepRecord record = run.record(step, 0).orElseThrow();
    return record.decision().orElseThrow().word();
  }

  /// What the steps left for each other, without the run's name, clock times and the digests of
  /// texts that have them.
  private static SortedMap<String, String> records(RunLab lab, String run) {
    Storage artifacts = lab.stores().artifacts();
    String id = new RunFolder(artifacts, run).runId();
    SortedMap<String, String> records = new TreeMap<>();
    for (StoredObject object : artifacts.list(run + "/")) {
      String name = object.key().substring(run.length() + 1);
      if (name.endsWith("/record.json") || name.endsWith("/output.json")) {
        byte[] bytes = artifacts.get(object.key()).orElseThrow().bytes();
        records.put(
            name,
            StoreState.timeless(bytes, lab.folder().toString())
                .replace(id, "RUN")
                .replaceAll("\"(inputDigest|outputSha256)\" ?: ?\"[0-9a-f]*\"", "\"$1\": \"…\""));
      }
    }
    return records;
  }

  private static SortedMap<String, String> stored(RunLab lab) {
    return StoreState.of(lab.stores(), lab.stac(), "none", new DatasetId("none"))
        .lasting(lab.folder().toString());
  }
}
