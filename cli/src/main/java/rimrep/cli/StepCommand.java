package rimrep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadUsage;
import rimrep.pipeline.step.CatalogStore;
import rimrep.pipeline.step.Progress;
import rimrep.pipeline.step.RunFolder;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.StepContext;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;
import rimrep.pipeline.step.StepRunner;
import rimrep.pipeline.step.Steps;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.workflow.RunEnding;
import rimrep.pipeline.workflow.RunRecord;

/// `rimrep step`: one step of a run, exactly as a container does it.
@Command(
    name = "step",
    description = {
      "Runs one step of a run, exactly as a container in a workflow does. What it reads and leaves"
          + " is",
      "in the run's folder in the artifacts store."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep step discover --dataset demo-loggers --run runs/2026-01/02-by-hand",
      "  rimrep step convert --dataset demo-sst --run runs/2026-01/02-by-hand --shard 1",
      "  rimrep step notify --dataset demo-sst --run runs/2026-01/02-by-hand --status Failed",
      "",
      "notify ends run.json, posts to RIMREP_NOTIFY_WEBHOOK if the run failed, was published in"
          + " part",
      "or succeeded for the first time after that, and returns the run's exit code."
    })
final class StepCommand implements Callable<Integer> {
  /// Steps that read and write what the runs of a dataset share, under its lock. Shards are
  /// converted at the same time: each of their writes is conditional on what the plan saw.
  private static final Set<StepName> ALONE =
      EnumSet.of(
          StepName.PLAN,
          StepName.COMMIT,
          StepName.MEASURE,
          StepName.COMPLETE,
          StepName.PUBLISH_DATAPACKAGE,
          StepName.PUBLISH_STAC,
          StepName.PUBLISH_PYGEOAPI);

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(
      paramLabel = "STEP",
      description = "Name of the step: discover, fetch, plan, …, notify.")
  private String step = "";

  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "ID",
      description = "Id of the dataset.")
  private String dataset = "";

  @Option(
      names = "--run",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder of the run below the artifacts store: runs/<yyyy-mm>/<dd>-<run id>.")
  private String run = "";

  @Option(
      names = "--shard",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of the shard, from 0.")
  private int shard;

  @Option(
      names = "--lock-wait",
      paramLabel = "SECONDS",
      defaultValue = "90",
      description = {
        "How long to wait for a run of the dataset, or for another step of it that writes what"
            + " runs",
        "share. Default: ${DEFAULT-VALUE}."
      })
  private long lockWait = Runs.LOCK_WAIT.toSeconds();

  @Option(
      names = "--outputs",
      paramLabel = "DIR",
      description = "Folder for the files 'decision' and 'shards', which a workflow reads.")
  private @Nullable Path outputs;

  @Option(
      names = "--plan",
      paramLabel = "NAME",
      defaultValue = "ingest",
      description = "For notify: the plan that ran: ingest, data or metadata.")
  private String plan = "ingest";

  @Option(
      names = "--status",
      paramLabel = "WORD",
      defaultValue = "Succeeded",
      description = "For notify: how the workflow ended: Succeeded, Failed or Error.")
  private String status = "Succeeded";

  @Option(
      names = "--trigger",
      paramLabel = "WORD",
      defaultValue = "manual",
      description = "For notify: what started the workflow: manual, schedule or event.")
  private String trigger = "manual";

  @Override
  public Integer call() {
    Settings settings = options.settings();
    if (!run.matches("runs/[0-9]{4}-[0-9]{2}/[0-9]{2}-[A-Za-z0-9._-]+")) {
      throw new BadUsage("--run", "'" + run + "'", "runs/<yyyy-mm>/<dd>-<run id>", "correct it");
    }
    DatasetId id = new DatasetId(dataset);
    return step.equals("notify") ? tell(settings, id) : run(settings, id, name());
  }

  private int run(Settings settings, DatasetId id, StepName name) {
    Signals.interrupt(Thread.currentThread());
    try (Stores stores = Wiring.stores(settings)) {
      RunFolder folder = new RunFolder(stores.artifacts(), run);
      Catalog catalog = catalog(settings, folder, id);
      boolean needsApi = name == StepName.PUBLISH_STAC;
      try (Services services = needsApi ? Services.of(settings) : Services.none(settings)) {
        return finish(run(services.site(settings, catalog, stores), id, name), settings);
      }
    }
  }

  private StepRecord run(Site site, DatasetId id, StepName name) {
    if (!ALONE.contains(name)) {
      return run(site, site.stores(), id, name);
    }
    Storage artifacts = site.stores().artifacts();
    String owner = new RunFolder(artifacts, run).runId() + " " + name.word();
    try (Storage.Lock lock = Runs.lock(artifacts, id, owner, Duration.ofSeconds(lockWait))) {
      return run(site, Runs.fenced(site.stores(), lock), id, name);
    }
  }

  private StepRecord run(Site site, Stores stores, DatasetId id, StepName name) {
    StepRunner runner =
        new StepRunner(Steps.all(site.with(stores)), Version.SOFTWARE, Clock.systemUTC());
    RunFolder folder = new RunFolder(stores.artifacts(), run);
    return runner.run(name, new StepContext(id, folder, shard, Progress.SILENT));
  }

  /// The run's own copy; else a catalogue folder, on a machine that has one; else the catalogue
  /// that was pushed, of which the run gets its copy.
  private static Catalog catalog(Settings settings, RunFolder run, DatasetId id) {
    CatalogStore store = new CatalogStore(run.artifacts());
    boolean folder = Files.isDirectory(settings.catalog());
    return (folder && !store.hasCopy(run)
            ? Optional.<Catalog>empty()
            : store.open(run, id, Wiring.scratch()))
        .orElseGet(() -> Catalog.open(settings.catalog()));
  }

  /// The exit handler of a workflow: ends the run's record, tells, and returns the run's exit code.
  private int tell(Settings settings, DatasetId id) {
    try (Stores stores = Wiring.stores(settings)) {
      RunFolder folder = new RunFolder(stores.artifacts(), run);
      RunRecord record =
          new RunEnding(folder, Clock.systemUTC())
              .end(
                  new RunEnding.Seen(
                      plan, Runs.plans(plan), id, Version.SOFTWARE, trigger(), status));
      new Notification(settings, stores.artifacts()).tell(record);
      System.out.println(
          settings.json() ? Json.mapper().writeValueAsString(record) : Notification.text(record));
      return record.exitCode();
    }
  }

  private String trigger() {
    if (!List.of("manual", "schedule", "event").contains(trigger)) {
      throw new BadUsage(
          "--trigger", "'" + trigger + "'", "manual, schedule or event", "correct it");
    }
    return trigger;
  }

  private StepName name() {
    try {
      return StepName.of(step);
    } catch (IllegalArgumentException e) {
      throw new BadUsage(
          "step '" + step + "'",
          "unknown",
          "one of discover, fetch, plan, convert, commit, measure, harvest, complete,"
              + " publish-datapackage, publish-stac, publish-pygeoapi, notify",
          "correct it");
    }
  }

  private Integer finish(StepRecord record, Settings settings) {
    if (record.result() != StepRecord.Result.DONE) {
      System.err.println("rimrep: " + record.reason().orElse("failed"));
      return record.exitCode();
    }
    if (outputs != null) {
      try {
        Files.createDirectories(outputs);
        Files.writeString(outputs.resolve("decision"), record.decision().orElseThrow().word());
        Files.writeString(outputs.resolve("shards"), String.valueOf(record.shards()));
      } catch (IOException e) {
        throw LocalFiles.failure(outputs, e);
      }
    }
    System.out.println(
        settings.json()
            ? Json.mapper().writeValueAsString(record)
            : record.step().word()
                + ": "
                + record.decision().orElseThrow().word()
                + ", "
                + record.reason().orElse(""));
    return 0;
  }
}
