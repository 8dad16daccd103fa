package rimrep.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rimrep.api.http.ApiServer;
import rimrep.api.http.ApiSettings;
import rimrep.api.secret.SecretFolder;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.publish.Endpoints;
import rimrep.pipeline.step.CompletePackages;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.workflow.RunRecord;
import rimrep.stac.StacClient;

/// `rimrep up`: services and catalogue on this machine.
@Command(
    name = "up",
    description = {
      "Starts the services on this machine, runs the workflows of every dataset of the catalogue and",
      "serves the result: one public address (page, /stac, /data) and one on loopback for writes.",
      "Stays up until Ctrl-C."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep up",
      "  rimrep up --once --port 0 --data /tmp/trial",
      "",
      "Exit code with --once: 0 when every dataset is published and every rejected item is listed",
      "under knownBad, else the most severe of its runs."
    })
final class UpCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(6);

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--once", description = "End when all is published.")
  private boolean once;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Public port (default: the one of last time, else 8400). 0 takes a free one and keeps it.")
  private @Nullable Integer port;

  @Mixin private MetricsOption metrics = new MetricsOption();

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = options.settings();
    Catalog catalog = Catalog.open(settings.catalog());
    List<DatasetDefinition> datasets = catalog.datasets();
    Optional<Services> running = Services.running(settings);
    if (running.isPresent()) {
      throw new BadConfiguration(
          settings.data().toString(),
          "an `up` that runs already, at " + running.get().publicUrl(),
          "one at a time on a data folder",
          "use that one, end it, or name another folder with --data");
    }
    Ports.Choice choice = Ports.choose(settings.data(), Optional.ofNullable(port));
    Signals.interrupt(Thread.currentThread());
    try {
      return serve(settings, catalog, datasets, choice);
    } catch (InterruptedException e) {
      return 0;
    }
  }

  private int serve(
      Settings settings, Catalog catalog, List<DatasetDefinition> datasets, Ports.Choice choice)
      throws InterruptedException {
    String instance = UUID.randomUUID().toString();
    SecretFolder secrets = new SecretFolder(settings.secrets());
    String publicUrl = Services.publicUrl(settings, choice.ports().publicPort());
    Endpoints endpoints = Wiring.endpoints(settings, publicUrl);
    try (Stores stores = Wiring.stores(settings);
        Database database = Database.open(settings, secrets);
        MetricsOption.Observation observed = metrics.start(database.stac().metrics());
        ApiServer internal = internal(database, secrets, choice.ports(), observed);
        ApiServer open =
            PublicServer.start(
                settings,
                catalog,
                database,
                stores,
                endpoints,
                choice.ports().publicPort(),
                instance,
                observed.observers())) {
      StacClient client =
          Wiring.client(
              URI.create("http://127.0.0.1:" + internal.port()),
              Optional.of(secrets.word("token")));
      Site site = Wiring.site(settings, catalog, stores, endpoints, () -> client);
      if (choice.changed()) {
        System.err.println(
            "rimrep: address changed: " + publicUrl + "; the documents are published again");
      }
      Told told = runAll(settings, datasets, site);
      Summary summary = new Summary(settings, publicUrl, internal.port(), instance);
      Path file = settings.data().resolve(Services.FILE);
      try {
        List<CompletePackage> packages = new CompletePackages(stores).all();
        System.out.print(summary.text(told.runs(), packages));
        observed.address().ifPresent(a -> System.out.println("Metrics at " + a));
        System.out.flush();
        summary.write(file, told.runs(), packages); // last: who waits for it finds all said
        if (!once && !Thread.currentThread().isInterrupted()) {
          System.out.println("Serving until Ctrl-C.");
          new CountDownLatch(1).await();
        }
        return once ? told.code() : 0;
      } finally {
        remove(file);
      }
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw LocalFiles.failure(file, e);
    }
  }

  private static ApiServer internal(
      Database database, SecretFolder secrets, Ports ports, MetricsOption.Observation observed) {
    return ApiServer.start(
        "127.0.0.1",
        ports.internalPort(),
        database
            .stac()
            .internalApi(
                ApiSettings.forInternal(secrets.word("token"), "rimrep", "Internal STAC API")),
        config -> {},
        observed.observers());
  }

  private record Told(List<RunRecord> runs, int code) {}

  private static Told runAll(Settings settings, List<DatasetDefinition> datasets, Site site) {
    Runs runs = new Runs(site, GRACE, Runs.LOCK_WAIT);
    List<RunRecord> records = new ArrayList<>();
    int code = 0;
    for (DatasetDefinition dataset : datasets) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      RunRecord record =
          runs.run(dataset.id(), Runs.ingest(), "manual", false, Reporting.listener(settings));
      records.add(record);
      code = Runs.moreSevere(record.exitCode(), code);
    }
    return new Told(records, code);
  }
}
