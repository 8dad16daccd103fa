package rimrep.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.failure.BadUsage;
import rimrep.pipeline.step.CompletePackages;
import rimrep.pipeline.step.PygeoapiPublishing;
import rimrep.pipeline.step.Site;
import rimrep.pipeline.step.StacPublishing;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.Storage;

/// `rimrep publish`: makes STAC documents and pygeoapi entries again from the complete packages.
@Command(
    name = "publish",
    description = {
      "Makes STAC Items, Collections and pygeoapi entries again from the complete data packages of",
      "both stores, and publishes what differs."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {"  rimrep publish --all", "  rimrep publish demo-loggers --dry-run"})
final class PublishCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(arity = "0..*", paramLabel = "DATASET", description = "Ids of datasets.")
  private List<String> datasets = List.of();

  @Option(names = "--all", description = "All that are published.")
  private boolean all;

  @Option(names = "--dry-run", description = "Write nothing; say what would be published.")
  private boolean dryRun;

  @Override
  public Integer call() {
    if (all != datasets.isEmpty()) {
      throw new BadUsage(
          "rimrep publish",
          "neither or both of ids and --all",
          "one of them",
          "name ids or give --all");
    }
    Settings settings = options.settings();
    try (Stores stores = Wiring.stores(settings)) {
      List<CompletePackage> packages =
          new CompletePackages(stores)
              .all().stream().filter(p -> all || datasets.contains(p.id().value())).toList();
      if (dryRun) {
        packages.forEach(p -> System.out.println(p.id() + ": would be published"));
        return 0;
      }
      try (Services services = Services.of(settings)) {
        publish(settings, stores, services, packages);
      }
    }
    return 0;
  }

  private static void publish(
      Settings settings, Stores stores, Services services, List<CompletePackage> packages) {
    Site site = services.site(settings, Catalog.open(settings.catalog()), stores);
    for (CompletePackage found : packages) {
      try (Storage.Lock lock =
          Runs.lock(stores.artifacts(), found.id(), "publish", Runs.LOCK_WAIT)) {
        // A run may have published a newer one, or a withdrawal removed it, while we waited.
        new CompletePackages(stores)
            .find(found.id(), found.access())
            .ifPresent(complete -> publish(site.with(Runs.fenced(stores, lock)), complete));
      }
    }
  }

  private static void publish(Site site, CompletePackage complete) {
    boolean changed = new StacPublishing(site).publish(complete);
    PygeoapiPublishing.Result served = new PygeoapiPublishing(site).publish(complete);
    System.out.printf(
        "%s: %s%s%n",
        complete.id(),
        changed || served.changed() ? "published" : "unchanged",
        served.reasons().isEmpty()
            ? ""
            : "; not served by pygeoapi: " + String.join("; ", served.reasons()));
  }
}
