package rimrep.pipeline.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.FolderStorage;

class StepRunnerTest {
  @TempDir Path data;

  @AfterEach
  void nobodyElseIsInterrupted() {
    Thread.interrupted();
  }

  private record Interrupted(StepName name) implements Step {
    @Override
    public List<StepName> reads() {
      return List.of();
    }

    @Override
    public Outcome run(StepContext context) {
      Thread.currentThread().interrupt();
      throw new Temporary("step", "interrupted", "", "run it again");
    }
  }

  @Test
  void aStepThatIsInterruptedSaysSoInItsRecordAndItsLog() {
    RunFolder run =
        RunFolder.of(new FolderStorage(data), "r1", Instant.parse("2024-01-02T00:00:00Z"));
    StepRunner runner =
        new StepRunner(
            Map.of(StepName.FETCH, new Interrupted(StepName.FETCH)), "test", Clock.systemUTC());
    StepRecord record =
        runner.run(StepName.FETCH, new StepContext(new DatasetId("demo"), run, 0, Progress.SILENT));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(record.result()).isEqualTo(StepRecord.Result.INTERRUPTED);
    assertThat(record.exitCode()).isEqualTo(Temporary.EXIT);
    assertThat(run.record(StepName.FETCH, 0)).contains(record);
    assertThat(run.readText("fetch/log.ndjson").orElse("")).contains("fetch.ended");
  }
}
