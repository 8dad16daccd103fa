package rimrep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.Location;
import rimrep.pipeline.storage.S3Settings;
import rimrep.pipeline.storage.ShortLease;
import rimrep.pipeline.storage.StoredObject;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.testing.S3FaultProxy;

/// A run is paused at one of its writes until another run has come and gone, with a source that
/// changed again meanwhile. When it goes on it overwrites nothing of the other's and ends with 75,
/// or it finds that all is as it wanted it. All writes with `-Dsoak`, some of them otherwise.
@Timeout(1800)
class PausedRunTest {
  @RegisterExtension static final SharedApi API = new SharedApi();
  @RegisterExtension static final SharedS3 S3 = new SharedS3();

  @TempDir private Path folder;

  /// A run that is refused tries its step again; its pauses are minutes.
  @BeforeAll
  static void hurry() {
    System.setProperty("rimrep.hurry", "1000");
  }

  @AfterAll
  static void haveTime() {
    System.clearProperty("rimrep.hurry");
  }

  @Test
  void aPausedRunOfAGridInAFolderLeavesWhatTheOtherOneWrote() throws Exception {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      pausedAtEachWrite(Update.grid(lab), "demo-waves/demo-waves-2.nc", 3);
    }
  }

  @Test
  void aPausedRunOfATableInAFolderLeavesWhatTheOtherOneWrote() throws Exception {
    try (RunLab lab = new RunLab(folder, API, Map.of())) {
      pausedAtEachWrite(Update.table(lab), "demo-reefs/demo-reefs.geojson", 3);
    }
  }

  @Test
  void aPausedRunOfAGridOnS3LeavesWhatTheOtherOneWrote() throws Exception {
    try (RunLab lab = new RunLab(folder, API, S3.environment())) {
      pausedAtEachWrite(Update.grid(lab), "demo-waves/demo-waves-2.nc", 2);
    }
  }

  /// The paused run believes to hold its lock all the time: conditions alone keep it from harm. Its
  /// record is taken away, else the other run would go on with it as its heir.
  private static void pausedAtEachWrite(Update update, String source, int some) throws Exception {
    int all = countWrites(update);
    assertThat(all).isGreaterThan(5);
    List<String> wrong = new ArrayList<>();
    for (int moment : Moments.of(all, some)) {
      update.again();
      byte[] second = RunLab.read(update.lab().source(source));
      PausedStorage.Pause pause =
          new PausedStorage.Pause(moment + 1, true, key -> !key.startsWith("runs/"));
      Paused paused = Paused.start(update, update.lab().stores(), pause);
      if (pause.awaitReached(paused.thread())) {
        removeRunRecords(update.lab());
        update.lab().write(source, changed(second));
        requireWhole(update.lab().run(update.dataset()).exitCode());
        SortedMap<String, String> theirs = written(update);
        pause.goOn();
        RunRecord end = paused.end();
        String when = "paused at write %d of %d: ".formatted(moment + 1, all);
        if (end.exitCode() != 0
            && end.exitCode() != Temporary.EXIT
            && end.exitCode() != BadInput.EXIT) {
          wrong.add(when + "ended with " + end.exitCode() + ", " + end.reason());
        }
        differences(theirs, written(update)).forEach(d -> wrong.add(when + d));
      } else {
        pause.goOn();
        RunRecord unused = paused.end();
      }
      update.lab().write(source, second);
    }
    assertThat(wrong).isEmpty();
  }

  private static int countWrites(Update update) throws Exception {
    update.again();
    PausedStorage.Pause never =
        new PausedStorage.Pause(Integer.MAX_VALUE, true, key -> !key.startsWith("runs/"));
    assertThat(Paused.start(update, update.lab().stores(), never).end().exitCode()).isZero();
    return never.writes();
  }

  /// The source once more, with another value, as valid as before.
  static byte[] changed(byte[] content) {
    byte[] other = content.clone();
    if (content[0] == 'C') {
      other[other.length - 1] ^= 1;
      return other;
    }
    return new String(content, StandardCharsets.UTF_8)
        .replace("68.25", "69.31")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Other values for steps that are stored already are refused, whoever stored them.
  static void requireWhole(int exitCode) {
    assertThat(exitCode).isIn(0, BadInput.EXIT);
  }

  private static void removeRunRecords(RunLab lab) {
    lab.stores().artifacts().list("runs/").stream()
        .map(StoredObject::key)
        .filter(key -> key.endsWith("/run.json"))
        .forEach(lab.stores().artifacts()::delete);
  }

  /// All that a later run rests on and that readers see; not the records of runs, nor what is kept
  /// by its content.
  static SortedMap<String, String> written(Update update) {
    SortedMap<String, String> all = new TreeMap<>(update.lasting());
    all.keySet()
        .removeIf(k ->
            k.startsWith("artifacts/originals/")
                || k.startsWith("artifacts/pieces/")
                || k.endsWith(".journal.json"));
    return all;
  }

  static List<String> differences(SortedMap<String, String> theirs, SortedMap<String, String> now) {
    List<String> differences = new ArrayList<>();
    SortedMap<String, String> all = new TreeMap<>(theirs);
    now.forEach(all::putIfAbsent);
    for (String key : all.keySet()) {
      if (!java.util.Objects.equals(theirs.get(key), now.get(key))) {
        differences.add(key + ": " + now.get(key) + " instead of " + theirs.get(key));
      }
    }
    return differences;
  }

  /// The lease of a paused run runs out; the other run follows, and goes on with its work. The
  /// paused one ends with 75, for it asks before each write whether it still holds its lock; the
  /// one write that was on its way is refused or holds what the other one wrote.
  @Test
  void aRunWhoseLeaseRanOutOnS3EndsWith75() throws Exception {
    try (RunLab lab = new RunLab(folder, API, S3.environment());
        S3FaultProxy own = S3FaultProxy.before(S3.proxy().endpoint())) {
      Update update = Update.grid(lab);
      update.again();
      try (Stores stores = shortLease(lab, own.endpoint());
          Stores others = shortLease(lab, S3.proxy().endpoint())) {
        PausedStorage.Pause pause =
            new PausedStorage.Pause(1, false, key -> key.endsWith("/data.zarr/.zmetadata"));
        Paused paused = Paused.start(update, stores, pause);
        assertThat(pause.awaitReached(paused.thread())).isTrue();
        own.watch(new NoRenewal());
        RunRecord other = lab.run(update.dataset(), others);
        assertThat(other.exitCode()).as(other.reason().orElse("")).isZero();
        assertThat(update.differences()).isEmpty();
        pause.goOn();
        RunRecord end = paused.end();
        own.endWatch();
        assertThat(end.exitCode()).as(end.reason().orElse("")).isEqualTo(Temporary.EXIT);
        assertThat(end.reason().orElse("")).contains("lost the lock", "run it again");
        assertThat(update.differences()).isEmpty();
      }
      assertThat(lab.run(update.dataset()).exitCode()).isZero();
      assertThat(update.differences()).isEmpty();
    }
  }

  private static Stores shortLease(RunLab lab, URI endpoint) {
    S3Settings settings =
        S3Settings.of(endpoint, new S3Settings.Credentials("tester", "not-a-secret"));
    Duration lease = Duration.ofSeconds(4);
    return new Stores(
        ShortLease.open(at(lab.stores().publicStore().location()), settings, lease),
        ShortLease.open(at(lab.stores().privateStore().location()), settings, lease),
        ShortLease.open(at(lab.stores().artifacts().location()), settings, lease));
  }

  private static Location at(Location location) {
    return Location.parse(location.text());
  }

  /// Lets no write of a lock through.
  private static final class NoRenewal implements S3FaultProxy.Watch {
    @Override
    public boolean before(String method, String path) {
      return !path.contains("/lock/");
    }

    @Override
    public boolean after(String method, String path) {
      return true;
    }
  }

  /// A run in a thread of its own.
  private record Paused(Thread thread, AtomicReference<RunRecord> ended) {
    static Paused start(Update update, Stores stores, PausedStorage.Pause pause) {
      AtomicReference<RunRecord> ended = new AtomicReference<>();
      DatasetId dataset = update.dataset();
      Thread thread =
          Thread.ofPlatform()
              .name("paused run")
              .start(
                  () -> ended.set(update.lab().run(dataset, PausedStorage.stores(stores, pause))));
      return new Paused(thread, ended);
    }

    RunRecord end() throws InterruptedException {
      thread.join();
      return java.util.Objects.requireNonNull(ended.get(), "the paused run broke");
    }
  }
}
