package rimrep.pipeline.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.storage.FolderStorage;

/// What the exit handler of a workflow makes of the records that containers left.
class RunEndingTest {
  private static final DatasetId ID = new DatasetId("demo-sst");
  private static final Instant NOW = Instant.parse("2024-01-02T03:04:05Z");

  @TempDir Path data;
  private RunFolder folder;

  @BeforeEach
  void begin() {
    folder = RunFolder.of(new FolderStorage(data), "demo-sst-1", NOW);
  }

  private void left(StepName step, int shard, StepRecord.Result result, int exitCode, int shards) {
    boolean running = result == StepRecord.Result.RUNNING;
    boolean done = result == StepRecord.Result.DONE;
    folder.write(
        RunFolder.part(step, shard) + "/record.json",
        new StepRecord(
            StepRecord.FORMAT,
            folder.runId(),
            ID,
            step,
            shard,
            "test",
            NOW,
            running ? Optional.empty() : Optional.of(NOW),
            result,
            "",
            running
                ? List.of()
                : List.of(
                    new StepRecord.Attempt(NOW, NOW, exitCode, Optional.empty(), Optional.empty())),
            done ? Optional.of(Decision.CHANGED) : Optional.empty(),
            done || running ? Optional.empty() : Optional.of("the reason of " + step.word()),
            shards,
            Optional.empty(),
            List.of()));
  }

  private void done(StepName... steps) {
    for (StepName step : steps) {
      left(step, 0, StepRecord.Result.DONE, 0, step == StepName.PLAN ? 3 : 0);
    }
  }

  private RunRecord end(String status) {
    return new RunEnding(folder, Clock.fixed(NOW, ZoneOffset.UTC))
        .end(
            new RunEnding.Seen(
                "ingest", List.of(Plans.DATA, Plans.METADATA), ID, "test", "schedule", status));
  }

  @Test
  void aShardThatLeftNoRecordFailedItsStepAndIsNamed() {
    done(StepName.DISCOVER, StepName.FETCH, StepName.PLAN, StepName.CONVERT);
    left(StepName.CONVERT, 2, StepRecord.Result.DONE, 0, 0);
    RunRecord run = end("Failed");
    assertThat(run.result()).isEqualTo(RunRecord.Result.FAILED);
    assertThat(run.exitCode()).isEqualTo(Temporary.EXIT);
    assertThat(run.steps())
        .containsEntry(StepName.CONVERT, NodeState.FAILED)
        .containsEntry(StepName.COMMIT, NodeState.OMITTED)
        .containsEntry(StepName.PUBLISH_STAC, NodeState.OMITTED);
    assertThat(run.reason().orElse(""))
        .contains("ended as Failed, and step convert, shard 1 (profile 'convert') left no word")
        .contains("lack of memory");
    assertThat(run.trigger()).isEqualTo("schedule");
  }

  @Test
  void aStepThatSaysThatItRunsWasKilled() {
    done(StepName.DISCOVER);
    left(StepName.FETCH, 0, StepRecord.Result.RUNNING, 0, 0);
    RunRecord run = end("Failed");
    assertThat(run.steps()).containsEntry(StepName.FETCH, NodeState.FAILED);
    assertThat(run.reason().orElse("")).contains("step fetch (profile 'fetch') left no word");
  }

  @Test
  void aStepThatWasNotStartedBecauseItsSiblingFailedDidNotFail() {
    left(StepName.HARVEST, 0, StepRecord.Result.DONE, 0, 0);
    done(
        StepName.DISCOVER,
        StepName.FETCH,
        StepName.PLAN,
        StepName.CONVERT,
        StepName.COMMIT,
        StepName.MEASURE,
        StepName.COMPLETE,
        StepName.PUBLISH_DATAPACKAGE);
    left(StepName.CONVERT, 1, StepRecord.Result.DONE, 0, 0);
    left(StepName.CONVERT, 2, StepRecord.Result.DONE, 0, 0);
    left(StepName.PUBLISH_STAC, 0, StepRecord.Result.FAILED, BadInput.EXIT, 0);
    RunRecord run = end("Failed");
    assertThat(run.exitCode()).isEqualTo(BadInput.EXIT);
    assertThat(run.reason()).contains("the reason of publish-stac");
    assertThat(run.steps())
        .containsEntry(StepName.PUBLISH_STAC, NodeState.FAILED)
        .doesNotContainEntry(StepName.PUBLISH_PYGEOAPI, NodeState.FAILED);
  }

  @Test
  void aWorkflowWhoseFirstPodNeverStartedFailedThere() {
    RunRecord run = end("Error");
    assertThat(run.exitCode()).isEqualTo(Temporary.EXIT);
    assertThat(run.steps()).containsEntry(StepName.DISCOVER, NodeState.FAILED);
  }
}
