package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.testing.S3FaultProxy;

/// Whole runs with the three stores on S3, which only the settings know of.
class S3RunTest {
  private static final List<String> DATASETS =
      List.of("demo-loggers", "demo-reefs", "demo-sst", "demo-survey-sites", "demo-waves");

  @RegisterExtension static final SharedApi API = new SharedApi();
  @RegisterExtension static final SharedS3 S3 = new SharedS3();

  @TempDir private Path folder;

  @Test
  void upOnS3StoresTheBytesOfARunInFolders() {
    SortedMap<String, String> inFolders;
    try (RunLab lab = new RunLab(folder.resolve("folders"), API, Map.of())) {
      for (String dataset : DATASETS) {
        lab.run(new DatasetId(dataset));
      }
      inFolders = withoutAddresses(lab);
    }
    try (RunLab lab = new RunLab(folder.resolve("s3"), API, S3.environment())) {
      int code = RunLab.end(lab.start(Main.class, "up", "--once", "--port", "0"));
      assertThat(code).as(lab.said()).isZero();
      assertThat(withoutAddresses(lab)).isEqualTo(inFolders);
      assertThat(StoreState.objects(lab.stores())).containsKey("artifacts/ledger/demo-sst.json");
      assertThat(lab.data().resolve("public")).doesNotExist();
    }
    assertThat(inFolders.keySet())
        .contains("public/demo-sst/data.zarr/.zmetadata", "public/demo-loggers/datapackage.json")
        .contains("private/demo-survey-sites/data.parquet/all.parquet")
        .anyMatch(k -> k.startsWith("artifacts/originals/demo-sst/"));
  }

  /// Ledgers and pygeoapi's files name the stores; all else is the same wherever it lies.
  private static SortedMap<String, String> withoutAddresses(RunLab lab) {
    SortedMap<String, String> all =
        StoreState.of(lab.stores(), lab.stac(), "no-collection", new DatasetId("none"))
            .lasting(lab.folder().toString());
    all.keySet()
        .removeIf(k -> k.startsWith("artifacts/ledger/") || k.startsWith("artifacts/pygeoapi/"));
    return all;
  }

  @Test
  void aGridOnS3IsOldOrNewWhereverItsRunIsKilled() {
    try (RunLab lab = new RunLab(folder.resolve("lab"), API, S3.environment())) {
      killedAtEachWrite(Update.grid(lab));
    }
  }

  @Test
  void aTableOnS3IsOldOrNewWhereverItsRunIsKilled() {
    try (RunLab lab = new RunLab(folder.resolve("lab"), API, S3.environment())) {
      killedAtEachWrite(Update.table(lab));
    }
  }

  /// Writes to the stores, their locks and the STAC API are counted as they pass; before or behind
  /// one of them the process is killed by the operating system.
  private static void killedAtEachWrite(Update update) {
    try (S3FaultProxy api = S3FaultProxy.before(API.internal())) {
      update.again();
      KillAtWrite never = new KillAtWrite(Integer.MAX_VALUE, false);
      assertThat(run(update, api, never)).as(update.lab().said()).isZero();
      assertThat(update.differences()).isEmpty();
      assertThat(never.passed()).isGreaterThan(20);
      List<String> wrong = new ArrayList<>();
      for (int moment : Moments.of(2 * never.passed(), 3)) {
        update.again();
        KillAtWrite kill = new KillAtWrite(moment / 2 + 1, moment % 2 == 1);
        String when = kill + " of " + never.passed() + ": ";
        int code = run(update, api, kill);
        if (code != (kill.isDone() ? 137 : 0)) {
          wrong.add(when + "ended with " + code);
        }
        update.wrong().forEach(w -> wrong.add(when + w));
        int next = update.lab().run(update.dataset()).exitCode();
        if (next != 0) {
          wrong.add(when + "the next run ended with " + next);
        }
        update.differences().forEach(d -> wrong.add(when + d));
      }
      assertThat(wrong).as(update.lab().said()).isEmpty();
    }
  }

  private static int run(Update update, S3FaultProxy api, KillAtWrite kill) {
    S3.proxy().watch(kill);
    api.watch(kill);
    try {
      Process child =
          update
              .lab()
              .start(
                  Main.class,
                  Map.of("RIMREP_INTERNAL_API", api.endpoint().toString()),
                  "run",
                  update.dataset().value());
      kill.victim(child);
      return RunLab.end(child);
    } finally {
      S3.proxy().endWatch();
      api.endWatch();
    }
  }
}
