package rimrep.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.step.CatalogStore;
import rimrep.pipeline.step.Stores;

/// `rimrep catalog`: the catalogue where containers find it.
@Command(
    name = "catalog",
    description = "The copy of the catalogue that containers read.",
    mixinStandardHelpOptions = true,
    subcommands = CatalogCommand.Push.class,
    footerHeading = "%nExample:%n",
    footer = "  rimrep catalog push --commit 1f3c9a2")
final class CatalogCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a subcommand: push");
  }

  /// `rimrep catalog push`.
  @Command(
      name = "push",
      description = {
        "Checks the catalogue and copies it into the artifacts store, where the steps of workflows read",
        "it: catalog/<version>.zip and, last, catalog/current.json. Runs under way keep their copy.",
        "For the catalogue's continuous integration."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = {
        "  rimrep catalog push --commit 1f3c9a2",
        "  rimrep catalog push --dry-run           say what would change",
        "",
        "Exit code 78 if the catalogue has an error, or the version was pushed with other files."
      })
  static final class Push implements Callable<Integer> {
    @Mixin private GlobalOptions options = new GlobalOptions();

    @Option(
        names = "--commit",
        paramLabel = "ID",
        description = "The catalogue's commit. Default: the first digits of its content's digest.")
    private @Nullable String commit;

    @Option(names = "--dry-run", description = "Write nothing; say what would change.")
    private boolean dry;

    @Override
    public Integer call() {
      Settings settings = options.settings();
      Catalog catalog = Catalog.open(settings.catalog());
      try (Stores stores = Wiring.stores(settings)) {
        CatalogStore.Pushed pushed =
            new CatalogStore(stores.artifacts()).push(catalog, Optional.ofNullable(commit), dry);
        System.out.println(
            settings.json() ? Json.mapper().writeValueAsString(pushed) : text(pushed));
        return 0;
      }
    }

    private String text(CatalogStore.Pushed pushed) {
      return "catalogue "
          + pushed.current().version()
          + ", "
          + pushed.current().datasets().size()
          + " datasets: "
          + (!pushed.changed() ? "unchanged" : dry ? "would be pushed" : "pushed");
    }
  }
}
