package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.Progress;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepContext;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.step.StepRunner;
import rimrep.pipeline.step.Steps;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.workflow.Node;
import rimrep.pipeline.workflow.Plan;

/// Steps that are processes of their own, as in containers, hold no lock between them: a whole run
/// may come in the middle, and its source may be newer. Nothing of what it wrote is lost.
class StepsBesideRunTest {
  private static final String RUN = "runs/2024-06/01-by-hand";

  @RegisterExtension static final SharedApi API = new SharedApi();

  @TempDir private Path folder;

  @Test
  void aRunBetweenTwoStepsOfAGridIsNotUndone() {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      runBetweenSteps(Update.grid(lab), "demo-waves/demo-waves-2.nc");
    }
  }

  @Test
  void aRunBetweenTwoStepsOfATableIsNotUndone() {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      runBetweenSteps(Update.table(lab), "demo-reefs/demo-reefs.geojson");
    }
  }

  private static void runBetweenSteps(Update update, String source) {
    RunLab lab = update.lab();
    byte[] second = RunLab.read(lab.source(source));
    List<String> wrong = new ArrayList<>();
    int steps = nodes().size();
    for (int cut = 1; cut < steps; cut++) {
      update.again();
      lab.write(source, second);
      assertThat(steps(update, 0, cut)).as("before step " + cut).isZero();
      lab.write(source, PausedRunTest.changed(second));
      PausedRunTest.requireWhole(lab.run(update.dataset()).exitCode());
      SortedMap<String, String> theirs = written(update);
      int code = steps(update, cut, steps);
      String when = "a run before step %s: ".formatted(nodes().get(cut).step().word());
      if (code != 0 && code != Temporary.EXIT && code != BadInput.EXIT) {
        wrong.add(when + "the steps ended with " + code);
      }
      PausedRunTest.differences(theirs, written(update)).forEach(d -> wrong.add(when + d));
    }
    assertThat(wrong).isEmpty();
  }

  private static SortedMap<String, String> written(Update update) {
    return new TreeMap<>(PausedRunTest.written(update));
  }

  private static List<Node> nodes() {
    return Runs.ingest().stream().map(Plan::nodes).flatMap(List::stream).toList();
  }

  /// @return the exit code of the last one that ran
  private static int steps(Update update, int from, int to) {
    RunLab lab = update.lab();
    RunFolder run = new RunFolder(lab.stores().artifacts(), RUN);
    StepRunner runner = new StepRunner(Steps.all(lab.site()), Version.SOFTWARE, Clock.systemUTC());
    for (Node node : nodes().subList(from, to)) {
      boolean runs =
          node.when()
              .map(w ->
                  run.record(w.step(), 0)
                      .flatMap(StepRecord::decision)
                      .filter(d -> d == w.decision())
                      .isPresent())
              .orElse(true);
      int shards =
          runs && node instanceof Node.FanOut fanOut
              ? run.record(fanOut.shardsOf(), 0).orElseThrow().shards()
              : 1;
      for (int shard = 0; runs && shard < shards; shard++) {
        StepRecord record =
            runner.run(node.step(), new StepContext(update.dataset(), run, shard, Progress.SILENT));
        if (record.result() != StepRecord.Result.DONE) {
          return record.exitCode();
        }
      }
    }
    return 0;
  }

  /// The very command waits for the lock of the dataset, as a run does.
  @Test
  void aStepThatWritesWhatRunsShareWaitsForTheLock() {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      Storage artifacts = lab.stores().artifacts();
      var dataset = new rimrep.pipeline.dataset.DatasetId("demo-reefs");
      try (Storage.Lock lock = Runs.lock(artifacts, dataset, "a run", Duration.ZERO)) {
        Process child =
            lab.start(
                Main.class,
                "step",
                StepName.COMMIT.word(),
                "--dataset",
                dataset.value(),
                "--run",
                RUN,
                "--lock-wait",
                "0");
        assertThat(RunLab.end(child)).as(lab.said()).isEqualTo(Temporary.EXIT);
        assertThat(lab.said()).contains("held by a run");
      }
    }
  }
}
