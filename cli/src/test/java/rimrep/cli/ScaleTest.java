package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.step.Progress;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.StepContext;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.step.StepRunner;
import rimrep.pipeline.step.Steps;
import rimrep.pipeline.workflow.Node;
import rimrep.pipeline.workflow.Plans;
import rimrep.testing.SmallCatalog;

/// What a run asks of S3: requests by step, counted by the proxy before a real server. They grow
/// with the files, and no faster; a run that finds nothing new does not ask for each file.
///
/// `-Drimrep.scale=100000` takes so many files, and prints what docs/reference/scale.md states.
class ScaleTest {
  private static final int FILES = Integer.getInteger("rimrep.scale", 40);
  private static final int SHARDS = Integer.getInteger("rimrep.scaleShards", 4);
  private static final DatasetId TIDES = new DatasetId("tides");

  @RegisterExtension static final SharedApi API = new SharedApi();
  @RegisterExtension static final SharedS3 S3 = new SharedS3();

  @TempDir private Path folder;

  /// Requests of one step.
  private record Requests(int get, int head, int put, int post, int delete) {
    static final Requests NONE = new Requests(0, 0, 0, 0, 0);

    static Requests counted() {
      Requests counted =
          new Requests(count("GET"), count("HEAD"), count("PUT"), count("POST"), count("DELETE"));
      S3.proxy().calm();
      return counted;
    }

    private static int count(String method) {
      return S3.proxy().count(method);
    }

    Requests plus(Requests more) {
      return new Requests(
          get + more.get, head + more.head, put + more.put, post + more.post, delete + more.delete);
    }

    int all() {
      return get + head + put + post + delete;
    }
  }

  /// Steps in order as a workflow runs them, each with a site of its own, as each pod has one.
  private static Map<String, Requests> run(RunLab lab, String name) {
    RunFolder run = new RunFolder(lab.stores().artifacts(), "runs/2026-01/02-" + name);
    Map<String, Requests> byStep = new LinkedHashMap<>();
    Map<StepName, StepRecord> done = new HashMap<>();
    for (Node node :
        Stream.of(Plans.DATA, Plans.METADATA).flatMap(p -> p.nodes().stream()).toList()) {
      if (node.when().filter(w -> !decided(done, w)).isPresent()) {
        continue;
      }
      int shards =
          switch (node) {
            case Node.Single single -> 1;
            case Node.FanOut fanOut -> Objects.requireNonNull(done.get(fanOut.shardsOf())).shards();
          };
      for (int shard = 0; shard < shards; shard++) {
        S3.proxy().calm();
        long began = System.nanoTime();
        StepRecord record = step(lab, run, node.step(), shard);
        Requests requests = Requests.counted();
        byStep.merge(node.step().word(), requests, Requests::plus);
        done.put(node.step(), record);
        System.out.printf(
            "%s %s %d: %s, %d ms%n",
            name, node.step().word(), shard, requests, (System.nanoTime() - began) / 1_000_000);
      }
    }
    return byStep;
  }

  private static boolean decided(Map<StepName, StepRecord> done, Node.When when) {
    StepRecord record = done.get(when.step());
    return record != null && record.decision().orElseThrow() == when.decision();
  }

  private static StepRecord step(RunLab lab, RunFolder run, StepName name, int shard) {
    StepRunner runner = new StepRunner(Steps.all(lab.site()), Version.SOFTWARE, Clock.systemUTC());
    StepRecord record = runner.run(name, new StepContext(TIDES, run, shard, Progress.SILENT));
    assertThat(record.exitCode()).as(name.word() + " " + record.reason()).isZero();
    return record;
  }

  private static int sum(Map<String, Requests> byStep) {
    return byStep.values().stream().reduce(Requests.NONE, Requests::plus).all();
  }

  @Test
  void requestsGrowWithTheFilesAndARunWithoutNewsAsksForNone() {
    SmallCatalog catalog = SmallCatalog.in(folder.resolve("small")).tides(TIDES.value());
    IntStream.range(0, FILES)
        .forEach(i ->
            catalog.with(TIDES.value(), "s%06d.csv".formatted(i), SmallCatalog.readings("S" + i)));
    Map<String, String> settings = new HashMap<>(S3.environment());
    settings.put("RIMREP_CATALOG", catalog.root().toString());
    settings.put("RIMREP_SHARDS", String.valueOf(SHARDS));
    try (RunLab lab = new RunLab(folder.resolve("lab"), API, settings)) {
      Map<String, Requests> first = run(lab, "first");
      Map<String, Requests> again = run(lab, "again");
      first.forEach((step, requests) -> System.out.println("first " + step + " " + requests));
      again.forEach((step, requests) -> System.out.println("again " + step + " " + requests));
      System.out.printf(
          "%d files, %d shards: %d requests, then %d%n", FILES, SHARDS, sum(first), sum(again));
      records(lab).forEach(System.out::println);
      assertThat(first.keySet()).contains("fetch", "convert", "commit");
      assertThat(sum(first)).isLessThan(20 * FILES + 60 * (11 + SHARDS));
      assertThat(again.keySet()).doesNotContain("fetch", "convert");
      assertThat(sum(again)).isLessThan(400);
    }
  }

  /// The largest objects of the runs, the ledger among them.
  private static List<String> records(RunLab lab) {
    return Stream.of("runs/", "ledger/")
        .flatMap(prefix -> lab.stores().artifacts().list(prefix).stream())
        .sorted((a, b) -> Long.compare(b.sizeBytes(), a.sizeBytes()))
        .limit(6)
        .map(o -> o.key() + " " + o.sizeBytes() + " bytes")
        .toList();
  }
}
