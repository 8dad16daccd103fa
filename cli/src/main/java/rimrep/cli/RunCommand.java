package rimrep.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.workflow.Plan;
import rimrep.pipeline.workflow.Plans;
import rimrep.pipeline.workflow.RunRecord;

/// `rimrep run`: one dataset, from provider to published.
@Command(
    name = "run",
    description = {
      "Runs the data and metadata workflows of datasets: from provider to published.",
      "A run that stopped or failed within the last day goes on where it stopped."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep run demo-loggers",
      "  rimrep run demo-sst demo-waves --workflow data",
      "",
      "Exit code: 0 complete or nothing new; 65 or 75 published in part; else that of the failure."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(arity = "1..*", paramLabel = "DATASET", description = "Id of a dataset.")
  private List<String> datasets = List.of();

  @Option(
      names = "--workflow",
      paramLabel = "NAME",
      defaultValue = "ingest",
      description = "ingest (data, then metadata), data or metadata. Default: ${DEFAULT-VALUE}.")
  private String workflow = "ingest";

  @Option(
      names = "--lock-wait",
      paramLabel = "SECONDS",
      defaultValue = "90",
      description = "How long to wait for another run of the dataset. Default: ${DEFAULT-VALUE}.")
  private long lockWait = Runs.LOCK_WAIT.toSeconds();

  @Override
  public Integer call() {
    Settings settings = options.settings();
    List<Plan> plans = Runs.plans(workflow);
    Catalog catalog = Catalog.open(settings.catalog());
    List<DatasetId> ids = datasets.stream().map(DatasetId::new).toList();
    ids.forEach(catalog::definition);
    Signals.interrupt(Thread.currentThread());
    int code = 0;
    try (Stores stores = Wiring.stores(settings);
        Services services = services(settings, plans)) {
      Runs runs =
          new Runs(
              services.site(settings, catalog, stores),
              Duration.ofSeconds(30),
              Duration.ofSeconds(lockWait));
      for (DatasetId id : ids) {
        RunRecord record = runs.run(id, plans, "manual", true, Reporting.listener(settings));
        if (settings.json()) {
          System.out.println(Json.mapper().writeValueAsString(record));
        }
        new Notification(settings, stores.artifacts()).tell(record);
        code = Runs.moreSevere(record.exitCode(), code);
        if (Thread.currentThread().isInterrupted()) {
          break;
        }
      }
      Thread.interrupted();
    }
    return code;
  }

  /// The data workflow writes to no API: it does not wait for a database.
  private static Services services(Settings settings, List<Plan> plans) {
    return plans.equals(List.of(Plans.DATA)) ? Services.none(settings) : Services.of(settings);
  }
}
