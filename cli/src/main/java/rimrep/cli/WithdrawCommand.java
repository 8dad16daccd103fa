package rimrep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.step.Withdrawal;
import rimrep.pipeline.storage.Storage;

/// `rimrep withdraw`: takes back what was published of a dataset.
@Command(
    name = "withdraw",
    description = {
      "Takes back what was published of a dataset: STAC Item, pygeoapi entry, data package, then"
          + " the",
      "data; its ledger is emptied and its collection published again without it. Originals and"
          + " run",
      "records stay. Asks first."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = {"  rimrep withdraw demo-loggers --dry-run", "  rimrep withdraw demo-loggers --yes"})
final class WithdrawCommand implements Callable<Integer> {

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "DATASET", description = "Id of a dataset.")
  private String dataset = "";

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Remove nothing; say what would be removed.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Settings settings = options.settings();
    DatasetId id = new DatasetId(dataset);
    Catalog catalog = Catalog.open(settings.catalog());
    try (Stores stores = Wiring.stores(settings);
        Storage.Lock lock = Runs.lock(stores.artifacts(), id, "withdraw", Runs.LOCK_WAIT)) {
      try (Services unused = Services.none(settings)) {
        Withdrawal.Found found = new Withdrawal(unused.site(settings, catalog, stores)).find(id);
        print(found);
        if (dryRun || found.nothing()) {
          return 0;
        }
        if (!Confirmation.given(yes, "rimrep withdraw", "Withdraw " + id + "?")) {
          System.out.println(id + ": left as it is");
          return 0;
        }
        withdraw(settings, catalog, Runs.fenced(stores, lock), found);
      }
    }
    return 0;
  }

  private static void withdraw(
      Settings settings, Catalog catalog, Stores stores, Withdrawal.Found found) {
    try (Services services = Services.of(settings)) {
      new Withdrawal(services.site(settings, catalog, stores)).withdraw(found);
    }
    System.out.println(found.dataset() + ": withdrawn");
  }

  private static void print(Withdrawal.Found found) {
    if (found.nothing()) {
      System.out.println(found.dataset() + ": nothing is published");
      return;
    }
    found
        .collections()
        .forEach(
            c -> System.out.printf("  STAC Item collections/%s/items/%s%n", c, found.dataset()));
    if (found.pygeoapi()) {
      System.out.println("  pygeoapi entry " + found.dataset());
    }
    found
        .objects()
        .forEach(o ->
            System.out.printf(
                "  %d objects (%s) in %s%n", o.keys().size(), o.access().word(), o.location()));
    System.out.printf("  %d items of its ledger%n", found.ledgerItems());
  }
}
