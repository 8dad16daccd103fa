package rimrep.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `rimrep` itself: shows what there is.
@Command(
    name = "rimrep",
    description = {
      "Takes reef and ocean data from whoever holds it, makes it analysis-ready (Zarr, GeoParquet),",
      "describes it and publishes it."
    },
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      UpCommand.class,
      RunCommand.class,
      PlanCommand.class,
      CheckCommand.class,
      CatalogCommand.class,
      InspectCommand.class,
      PublishCommand.class,
      VerifyCommand.class,
      WithdrawCommand.class,
      LedgerCommand.class,
      StatusCommand.class,
      StepCommand.class,
      WorkflowsCommand.class,
      ServeCommand.class,
      StacCommand.class,
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep up                     ingest and serve the sample catalogue, in a browser",
      "  rimrep run demo-loggers       one dataset, from provider to published",
      "",
      "Exit codes: 0 done; 64 usage; 65 bad input; 69 source unavailable; 70 bug; 75 temporary,",
      "try again; 78 bad configuration. Only 69 and 75 can be helped by trying again."
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
    throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
  }
}
