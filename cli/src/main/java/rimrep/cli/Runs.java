package rimrep.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.failure.BadUsage;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Failure;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.step.StepRunner;
import rimrep.pipeline.step.Steps;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.FencedStorage;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.workflow.Engine;
import rimrep.pipeline.workflow.Plan;
import rimrep.pipeline.workflow.Plans;
import rimrep.pipeline.workflow.RunListener;
import rimrep.pipeline.workflow.RunRecord;

/// Runs the workflows of one dataset after another on this machine.
final class Runs {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("HHmmss").withZone(ZoneOffset.UTC);

  /// How long a run waits for another one of its dataset: longer than the lease of a lock on S3, so
  /// that a run that died on another machine makes the next one wait, not fail.
  static final Duration LOCK_WAIT = Duration.ofSeconds(90);

  /// Times a run begins again without files that proved to be damaged.
  private static final int MOST_ROUNDS = 10;

  private static final Duration RESUME_WITHIN = Duration.ofHours(24);

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  private final Site site;
  private final Duration grace;
  private final Duration lockWait;

  Runs(Site site, Duration grace, Duration lockWait) {
    this.site = site;
    this.grace = grace;
    this.lockWait = lockWait;
  }

  /// A run that cannot start, or whose record cannot be written, is told as a failed one: it must
  /// not keep other datasets from theirs.
  ///
  /// @param keepIdle whether a run that finds nothing new leaves its records
  RunRecord run(
      DatasetId dataset, List<Plan> plans, String trigger, boolean keepIdle, RunListener listener) {
    Instant now = site.clock().instant();
    String runId = dataset + "-" + STAMP.format(now) + "-" + random();
    String name = plans.size() > 1 ? "ingest" : plans.getFirst().name();
    try {
      return run(dataset, plans, name, runId, now, trigger, keepIdle, listener);
    } catch (Failure failure) {
      if (failure instanceof Bug) {
        LOG.error("run {}", runId, failure);
      }
      RunRecord record = failed(dataset, name, runId, now, trigger, failure);
      listener.ended(record);
      return record;
    }
  }

  private RunRecord failed(
      DatasetId dataset,
      String plan,
      String runId,
      Instant started,
      String trigger,
      Failure failure) {
    return new RunRecord(
        RunRecord.FORMAT,
        runId,
        dataset,
        plan,
        "local",
        trigger,
        Version.SOFTWARE,
        started,
        Optional.of(site.clock().instant()),
        RunRecord.Result.FAILED,
        failure.exitCode(),
        new TreeMap<>(),
        Map.of(),
        Optional.of(failure.problem().message()));
  }

  private RunRecord run(
      DatasetId dataset,
      List<Plan> plans,
      String name,
      String runId,
      Instant now,
      String trigger,
      boolean keepIdle,
      RunListener listener) {
    try (Storage.Lock lock = lock(site.stores().artifacts(), dataset, runId, lockWait)) {
      Stores fenced = fenced(site.stores(), lock);
      DeferredRuns deferred = new DeferredRuns(fenced.artifacts());
      RunFolder folder =
          resumable(deferred, dataset).orElseGet(() -> RunFolder.of(deferred, runId, now));
      if (keepIdle || folder.record(StepName.DISCOVER, 0).isPresent()) {
        deferred.release();
      }
      Site own = site.with(new Stores(fenced.publicStore(), fenced.privateStore(), deferred));
      StepRunner runner = new StepRunner(Steps.all(own), Version.SOFTWARE, Clock.systemUTC());
      Engine engine =
          new Engine(
              runner::run, Clock.systemUTC(), Patience::pause, site.limits().threads(), grace);
      Engine.Request request =
          new Engine.Request(name, plans, dataset, folder, trigger, Version.SOFTWARE);
      RunListener releasing = new Releasing(listener, deferred);
      RunRecord record = engine.run(request, releasing);
      for (int round = 1; round < MOST_ROUNDS && foundDamage(folder, record); round++) {
        record = engine.run(request, releasing);
      }
      return record;
    }
  }

  /// Whether a file proved to be damaged while it was converted. It is rejected now, and the others
  /// go in without it.
  private static boolean foundDamage(RunFolder folder, RunRecord record) {
    if (record.result() != RunRecord.Result.FAILED
        || folder.record(StepName.COMMIT, 0).isPresent()) {
      return false;
    }
    int shards = folder.record(StepName.PLAN, 0).map(StepRecord::shards).orElse(0);
    return folder.shardRecords(StepName.CONVERT, shards).stream()
        .anyMatch(r -> r.result() == StepRecord.Result.FAILED && !r.items().isEmpty());
  }

  /// Keeps other runs of the dataset out.
  static Storage.Lock lock(Storage artifacts, DatasetId dataset, String owner, Duration wait) {
    return artifacts.lock("runs-" + dataset, owner, wait);
  }

  /// The stores as they take writes only while that lock is held.
  static Stores fenced(Stores stores, Storage.Lock lock) {
    return new Stores(
        new FencedStorage(stores.publicStore(), lock),
        new FencedStorage(stores.privateStore(), lock),
        new FencedStorage(stores.artifacts(), lock));
  }

  static List<Plan> ingest() {
    return List.of(Plans.DATA, Plans.METADATA);
  }

  /// @param workflow `ingest`, `data` or `metadata`
  static List<Plan> plans(String workflow) {
    return switch (workflow.toLowerCase(Locale.ROOT)) {
      case "ingest" -> ingest();
      case "data" -> List.of(Plans.DATA);
      case "metadata" -> List.of(Plans.METADATA);
      default ->
          throw new BadUsage(
              "workflow", "'" + workflow + "'", "ingest, data or metadata", "correct it");
    };
  }

  private static String random() {
    byte[] bytes = new byte[3];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// The last run of the dataset if it did not come to its end; it goes on where it stopped.
  private Optional<RunFolder> resumable(Storage artifacts, DatasetId dataset) {
    return new RunHistory(artifacts, site.clock())
        .lastWithin((int) RESUME_WITHIN.toDays(), dataset)
        .filter(l ->
            switch (l.record().result()) {
              case RUNNING, FAILED, INTERRUPTED ->
                  l.record().started().plus(RESUME_WITHIN).isAfter(site.clock().instant());
              case COMPLETE, NOTHING_NEW, PARTIAL -> false;
            })
        .map(l -> new RunFolder(artifacts, l.prefix()));
  }

  /// Lets the records out as soon as there is something to tell.
  private record Releasing(RunListener to, DeferredRuns deferred) implements RunListener {
    @Override
    public void started(RunRecord run) {
      to.started(run);
    }

    @Override
    public void stepStarted(StepName step, int shard, int attempt) {
      to.stepStarted(step, shard, attempt);
    }

    @Override
    public void stepEnded(StepName step, int shard, StepRecord record) {
      boolean changed =
          record.decision().filter(d -> d == rimrep.pipeline.step.Decision.CHANGED).isPresent()
              && step != StepName.HARVEST;
      if (changed || record.result() != StepRecord.Result.DONE) {
        deferred.release();
      }
      to.stepEnded(step, shard, record);
    }

    @Override
    public void retry(StepName step, int shard, StepRecord record, Duration pause) {
      to.retry(step, shard, record, pause);
    }

    @Override
    public void progress(StepName step, int shard, String unit, long done, long total) {
      to.progress(step, shard, unit, done, total);
    }

    @Override
    public void decided(StepName step, int shard, String what, String reason) {
      to.decided(step, shard, what, reason);
    }

    @Override
    public void ended(RunRecord run) {
      to.ended(run);
    }
  }

  /// Which of two exit codes tells more.
  static int moreSevere(int a, int b) {
    return RunRecord.severity(a) >= RunRecord.severity(b) ? a : b;
  }
}
