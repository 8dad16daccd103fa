package rimrep.pipeline.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.Outcome;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.Step;
import rimrep.pipeline.step.StepContext;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.step.StepRunner;
import rimrep.pipeline.storage.FolderStorage;
import tools.jackson.databind.node.JsonNodeFactory;

class EngineTest {
  @TempDir Path folder;

  private final Map<StepName, Function<StepContext, Outcome>> work = new EnumMap<>(StepName.class);
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private RunFolder run;

  @BeforeEach
  void begin() {
    run = RunFolder.of(new FolderStorage(folder), "r1", Instant.parse("2024-01-02T00:00:00Z"));
    for (StepName step : StepName.values()) {
      work.put(step, c -> changed(step.word()).withShards(step == StepName.PLAN ? 3 : 0));
    }
  }

  private static Outcome changed(String text) {
    return Outcome.changed("because", JsonNodeFactory.instance.stringNode(text));
  }

  private Map<StepName, Step> steps() {
    Map<StepName, Step> steps = new EnumMap<>(StepName.class);
    for (StepName name : StepName.values()) {
      List<StepName> reads = name == StepName.FETCH ? List.of(StepName.DISCOVER) : List.of();
      steps.put(name, new TestStep(name, reads));
    }
    return steps;
  }

  private final class TestStep implements Step {
    private final StepName name;
    private final List<StepName> reads;

    TestStep(StepName name, List<StepName> reads) {
      this.name = name;
      this.reads = reads;
    }

    @Override
    public StepName name() {
      return name;
    }

    @Override
    public List<StepName> reads() {
      return reads;
    }

    @Override
    public boolean standsWhenResumed() {
      return name != StepName.DISCOVER;
    }

    @Override
    public Outcome run(StepContext context) {
      ran.add(RunFolder.part(name, context.shard()));
      return Objects.requireNonNull(work.get(name)).apply(context);
    }
  }

  private RunRecord go(Plan... plans) {
    StepRunner runner = new StepRunner(steps(), "rimrep test", Clock.systemUTC());
    Engine engine =
        new Engine(runner::run, Clock.systemUTC(), pauses::add, 4, Duration.ofSeconds(5));
    return engine.run(
        new Engine.Request(
            "ingest", List.of(plans), new DatasetId("demo"), run, "manual", "rimrep test"),
        new Silent());
  }

  @Test
  void runsAllStepsOfBothPlansInOrder() {
    RunRecord record = go(Plans.DATA, Plans.METADATA);
    assertThat(record.result()).isEqualTo(RunRecord.Result.COMPLETE);
    assertThat(ran.subList(0, 3)).containsExactly("discover", "fetch", "plan");
    assertThat(ran.subList(3, 6)).containsExactlyInAnyOrder("convert-0", "convert-1", "convert-2");
    assertThat(ran.subList(6, 10)).containsExactly("commit", "measure", "harvest", "complete");
    assertThat(run.read("run.json", RunRecord.class)).contains(record);
  }

  @Test
  void triesATemporaryFailureAgainAndABadInputNot() {
    AtomicInteger tries = new AtomicInteger();
    work.put(
        StepName.MEASURE,
        c -> {
          if (tries.incrementAndGet() < 3) {
            throw new Temporary("store", "full", "room", "free some");
          }
          return changed("measured");
        });
    assertThat(go(Plans.DATA).exitCode()).isZero();
    assertThat(pauses).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20));
    assertThat(run.record(StepName.MEASURE, 0).orElseThrow().attempts())
        .extracting(StepRecord.Attempt::exitCode)
        .containsExactly(75, 75, 0);

    begin();
    run = RunFolder.of(new FolderStorage(folder), "r2", Instant.parse("2024-01-02T00:00:00Z"));
    pauses.clear();
    work.put(
        StepName.PLAN,
        c -> {
          throw new BadInput("file", "bad", "good", "ask the provider");
        });
    RunRecord record = go(Plans.DATA, Plans.METADATA);
    assertThat(record.exitCode()).isEqualTo(65);
    assertThat(record.result()).isEqualTo(RunRecord.Result.FAILED);
    assertThat(record.steps()).containsEntry(StepName.COMMIT, NodeState.OMITTED);
    assertThat(record.reason()).contains("file: bad; expected good; ask the provider");
    assertThat(pauses).isEmpty();
    assertThat(record.steps()).doesNotContainKey(StepName.COMPLETE);
  }

  @Test
  void aFailedShardDoesNotStopItsSiblingsAndNothingIsCommitted() {
    work.put(
        StepName.CONVERT,
        c -> {
          if (c.shard() == 1) {
            throw new BadInput("shard 1", "damaged", "", "");
          }
          return changed("shard");
        });
    RunRecord record = go(Plans.DATA);
    assertThat(ran).contains("convert-0", "convert-1", "convert-2").doesNotContain("commit");
    assertThat(record.exitCode()).isEqualTo(65);
  }

  @Test
  void resumesWhereItStoppedAndRunsWhatIsBehindAChange() {
    AtomicInteger tries = new AtomicInteger();
    work.put(
        StepName.PLAN,
        c -> {
          if (tries.getAndIncrement() == 0) {
            throw new BadInput("file", "bad", "", "");
          }
          return changed("plan").withShards(1);
        });
    go(Plans.DATA);
    ran.clear();
    assertThat(go(Plans.DATA).result()).isEqualTo(RunRecord.Result.COMPLETE);
    assertThat(ran).containsExactly("discover", "plan", "convert-0", "commit", "measure");

    ran.clear();
    work.put(StepName.DISCOVER, c -> changed("another listing"));
    go(Plans.DATA);
    assertThat(ran).containsExactly("discover", "fetch");
  }

  @Test
  void aRunWithARejectedItemIsNeverComplete() {
    SourceItem item = new SourceItem("files", "a.nc", "sources/a.nc", 1, Optional.empty());
    work.put(StepName.FETCH, c -> changed("f").withItems(List.of(report(item, "bad-input"))));
    RunRecord record = go(Plans.DATA);
    assertThat(record.result()).isEqualTo(RunRecord.Result.PARTIAL);
    assertThat(record.exitCode()).isEqualTo(65);
    assertThat(record.items()).containsExactly(Map.entry(ItemOutcome.REJECTED, 1L));
    String page = run.readText("report.html").orElseThrow();
    assertThat(page)
        .contains("<span class=\"partial\">partial</span>", "exit code 65")
        .contains("<p>1 rejected.</p>", ">sources/a.nc</th>", ">no</td>")
        .contains("<a href=\"convert-2/log.ndjson\">convert-2</a>")
        .doesNotContain("http");
    assertThat(run.readText("events.ndjson").orElseThrow().lines())
        .anyMatch(l -> l.contains("\"event\":\"item.rejected\""))
        .last()
        .asString()
        .contains("\"event\":\"run.ended\"", "\"exitCode\":65");
    assertThat(run.readText("fetch/log.ndjson").orElseThrow())
        .contains("\"event\":\"fetch.started\"", "\"event\":\"fetch.ended\"");
  }

  @Test
  void anItemThatAPersonHasJudgedKeepsTheRunComplete() {
    SourceItem item = new SourceItem("files", "a.nc", "sources/a.nc", 1, Optional.empty());
    work.put(StepName.FETCH, c -> changed("f").withItems(List.of(report(item, "known-bad"))));
    assertThat(go(Plans.DATA).result()).isEqualTo(RunRecord.Result.COMPLETE);
  }

  private static ItemReport report(SourceItem item, String kind) {
    return new ItemReport(
        item,
        1,
        Optional.empty(),
        ItemOutcome.REJECTED,
        Optional.of("no"),
        Optional.of(kind),
        Optional.empty());
  }

  @RepeatedTest(30)
  void anInterruptEndsTheRunAsInterruptedAndSaysSoInTheRecord() throws InterruptedException {
    CountDownLatch working = new CountDownLatch(1);
    work.put(
        StepName.FETCH,
        c -> {
          working.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailable("download", "interrupted", "", "");
          }
          return changed("never");
        });
    List<RunRecord> ended = new ArrayList<>();
    Thread thread = Thread.ofPlatform().start(() -> ended.add(go(Plans.DATA)));
    working.await();
    thread.interrupt();
    thread.join(10_000);
    assertThat(ended.getFirst().result()).isEqualTo(RunRecord.Result.INTERRUPTED);
    assertThat(ended.getFirst().exitCode()).isEqualTo(75);
    assertThat(run.read("run.json", RunRecord.class).orElseThrow().result())
        .isEqualTo(RunRecord.Result.INTERRUPTED);
  }

  @Test
  void aStepBeyondItsTimeLimitFailsAndIsNotTriedAgain() {
    work.put(
        StepName.DISCOVER,
        c -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return changed("late");
        });
    Node slow =
        new Node.Single(
            StepName.DISCOVER,
            List.of(),
            Optional.empty(),
            RetryClass.SOURCE,
            Duration.ofMillis(200),
            Profile.SMALL);
    RunRecord record = go(new Plan("slow", "", List.of(slow), Duration.ofMinutes(1)));
    assertThat(record.result()).isEqualTo(RunRecord.Result.FAILED);
    assertThat(record.reason().orElseThrow()).contains("passed its time limit of PT0.2S");
    assertThat(ran).containsExactly("discover");
  }

  private static final class Silent implements RunListener {
    @Override
    public void started(RunRecord record) {}

    @Override
    public void stepStarted(StepName step, int shard, int attempt) {}

    @Override
    public void stepEnded(StepName step, int shard, StepRecord record) {}

    @Override
    public void retry(StepName step, int shard, StepRecord record, Duration pause) {}

    @Override
    public void progress(StepName step, int shard, String unit, long done, long total) {}

    @Override
    public void decided(StepName step, int shard, String what, String reason) {}

    @Override
    public void ended(RunRecord record) {}
  }
}
