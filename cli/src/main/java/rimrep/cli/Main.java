package rimrep.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import rimrep.pipeline.failure.BadUsage;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.failure.Failure;

/// The command `rimrep`. The only place that ends the process; its exit code tells a scheduler
/// whether a retry can help (see {@link Failure}).
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /// Runs a command in this process, for {@link #main} and for tests.
  public static int run(String... args) {
    return commandLine(args).execute(args);
  }

  /// @param args of which the first may name a command; else it has all commands
  static CommandLine commandLine(String... args) {
    CommandLine line = RootCommand.line(List.of(args));
    line.setExecutionExceptionHandler((failure, cmd, parsed) -> report(failure, cmd.getErr()));
    line.setParameterExceptionHandler(Main::badUsage);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    return line;
  }

  private static int report(Exception thrown, PrintWriter err) {
    Failure failure =
        switch (thrown) {
          case Failure known -> known;
          default -> unexpected(thrown);
        };
    err.println("rimrep: " + failure.problem().message());
    if (failure instanceof Bug) {
      failure.printStackTrace(err);
    }
    err.flush();
    return failure.exitCode();
  }

  private static Bug unexpected(Exception thrown) {
    return new Bug(
        new rimrep.pipeline.failure.Problem(
            "rimrep", thrown.toString(), "", "this is a bug: please report it with this output"),
        thrown);
  }

  private static int badUsage(ParameterException misuse, String[] args) {
    PrintWriter err = misuse.getCommandLine().getErr();
    err.println("rimrep: " + misuse.getMessage());
    UnmatchedArgumentException.printSuggestions(misuse, err);
    err.println("Try '" + misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return BadUsage.EXIT;
  }
}
