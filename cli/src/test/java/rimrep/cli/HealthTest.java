package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Ingest.Freshness;
import rimrep.pipeline.workflow.RunRecord;

class HealthTest {
  private static final Instant NOW = Instant.parse("2026-03-10T06:00:00Z");
  private static final Optional<Freshness> NOTHING = Optional.empty();

  @Test
  void whoDemandsNoFreshnessIsNotLate() {
    assertThat(Health.of(NOTHING, Optional.empty(), Optional.empty(), NOW).state())
        .isEqualTo(Health.State.NEVER_RUN);
    assertThat(Health.of(NOTHING, run("2020-01-01T00:00:00Z", 0), Optional.empty(), NOW))
        .isEqualTo(new Health(Health.State.FRESH, ""));
  }

  @Test
  void aRunThatNeverStartedIsLate() {
    assertThat(Health.of(lastRun("PT36H"), Optional.empty(), Optional.empty(), NOW))
        .isEqualTo(new Health(Health.State.LATE, "never ran, though its freshness is demanded"));
  }

  @Test
  void theLastRunMayBeAsOldAsItsLimit() {
    assertThat(Health.of(lastRun("PT36H"), run("2026-03-08T18:00:00Z", 0), Optional.empty(), NOW))
        .isEqualTo(new Health(Health.State.FRESH, ""));
    assertThat(Health.of(lastRun("PT36H"), run("2026-03-08T17:59:59Z", 0), Optional.empty(), NOW))
        .isEqualTo(
            new Health(Health.State.LATE, "no run since 2026-03-08T17:59:59Z, wanted every PT36H"));
  }

  @Test
  void dataThatDoNotComeAreLateThoughTheRunsSucceed() {
    Optional<RunRecord> today = run("2026-03-10T05:00:00Z", 0);
    assertThat(Health.of(newestData("P3D"), today, instant("2026-03-07T06:00:00Z"), NOW).state())
        .isEqualTo(Health.State.FRESH);
    assertThat(Health.of(newestData("P3D"), today, instant("2026-03-07T05:00:00Z"), NOW))
        .isEqualTo(
            new Health(
                Health.State.LATE, "newest data of 2026-03-07T05:00:00Z, wanted within PT72H"));
    assertThat(Health.of(newestData("P3D"), today, Optional.empty(), NOW).state())
        .isEqualTo(Health.State.LATE);
  }

  @Test
  void aFailureSaysItsExitCodeAndReason() {
    assertThat(Health.of(lastRun("PT36H"), run("2026-03-10T05:00:00Z", 75), Optional.empty(), NOW))
        .isEqualTo(new Health(Health.State.FAILING, "exit code 75: the disk is full"));
  }

  private static Optional<Freshness> lastRun(String limit) {
    return Optional.of(new Freshness(Optional.of(Duration.parse(limit)), Optional.empty()));
  }

  private static Optional<Freshness> newestData(String limit) {
    return Optional.of(new Freshness(Optional.empty(), Optional.of(Duration.parse(limit))));
  }

  private static Optional<Instant> instant(String text) {
    return Optional.of(Instant.parse(text));
  }

  private static Optional<RunRecord> run(String started, int exitCode) {
    return Optional.of(
        new RunRecord(
            RunRecord.FORMAT,
            "demo-1",
            new DatasetId("demo"),
            "ingest",
            "local",
            "manual",
            "0",
            Instant.parse(started),
            Optional.empty(),
            exitCode == 0 ? RunRecord.Result.COMPLETE : RunRecord.Result.FAILED,
            exitCode,
            new TreeMap<>(),
            Map.of(),
            exitCode == 0 ? Optional.empty() : Optional.of("the disk is full")));
  }
}
