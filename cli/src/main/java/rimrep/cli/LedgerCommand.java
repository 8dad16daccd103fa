package rimrep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.step.LedgerRebuild;
import rimrep.pipeline.step.Stores;
import rimrep.pipeline.storage.Storage;

/// `rimrep ledger`: mends the memory between runs.
@Command(
    name = "ledger",
    description = "Mends the ledger of a dataset, the memory between runs.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rimrep ledger rebuild demo-sst --yes")
final class LedgerCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "no command given: rebuild");
  }

  @Command(
      name = "rebuild",
      description = {
        "Begins a new ledger where it was lost. The next run fetches all items again and compares"
            + " them",
        "with what is stored: steps of a grid that are equal stay as they are."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rimrep ledger rebuild demo-sst --yes")
  int rebuild(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "DATASET", description = "Id of a dataset.") String dataset,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    return new Rebuild(options.settings(), new DatasetId(dataset), yes).call();
  }

  private record Rebuild(Settings settings, DatasetId id, boolean yes)
      implements Callable<Integer> {
    @Override
    public Integer call() {
      Catalog catalog = Catalog.open(settings.catalog());
      try (Stores stores = Wiring.stores(settings);
          Services none = Services.none(settings);
          Storage.Lock lock = Runs.lock(stores.artifacts(), id, "ledger-rebuild", Runs.LOCK_WAIT)) {
        LedgerRebuild rebuild =
            new LedgerRebuild(none.site(settings, catalog, Runs.fenced(stores, lock)));
        if (Confirmation.given(yes, "rimrep ledger rebuild", "Begin a new ledger of " + id + "?")) {
          System.out.println(id + ": a new ledger in " + rebuild.rebuild(id));
        }
        return 0;
      }
    }
  }
}
