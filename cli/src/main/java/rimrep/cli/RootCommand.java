package rimrep.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    footerHeading = "%nExample:%n",
    footer = {
      "  rimrep up                     ingest and serve the sample catalogue, in a browser",
      "  rimrep run demo-loggers       one dataset, from provider to published",
      "",
      "Exit codes: 0 done; 64 usage; 65 bad input; 69 source unavailable; 70 bug; 75 temporary,",
      "try again; 78 bad configuration. Only 69 and 75 can be helped by trying again."
    })
final class RootCommand implements Runnable {
  /// In the order of the help.
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("up", UpCommand.class);
    COMMANDS.put("run", RunCommand.class);
    COMMANDS.put("plan", PlanCommand.class);
    COMMANDS.put("check", CheckCommand.class);
    COMMANDS.put("catalog", CatalogCommand.class);
    COMMANDS.put("inspect", InspectCommand.class);
    COMMANDS.put("publish", PublishCommand.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("withdraw", WithdrawCommand.class);
    COMMANDS.put("ledger", LedgerCommand.class);
    COMMANDS.put("status", StatusCommand.class);
    COMMANDS.put("step", StepCommand.class);
    COMMANDS.put("workflows", WorkflowsCommand.class);
    COMMANDS.put("serve", ServeCommand.class);
    COMMANDS.put("stac", StacCommand.class);
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
    throw new CommandLine.ParameterException(spec.commandLine(), "no command given");
  }

  /// `rimrep` with the command that the arguments begin with, or with all if they begin otherwise.
  /// Looking at the annotations of all of them takes a third of a start.
  static CommandLine line(List<String> args) {
    var line = new CommandLine(new RootCommand());
    String first = args.isEmpty() ? "" : args.getFirst();
    COMMANDS.forEach((name, command) -> {
      if (name.equals(first) || !COMMANDS.containsKey(first)) {
        line.addSubcommand(name, command);
      }
    });
    return line;
  }
}
