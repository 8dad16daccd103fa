package rimrep.cli;

import java.io.Console;
import rimrep.pipeline.failure.BadUsage;

/// Asks before something is taken away.
final class Confirmation {
  private Confirmation() {}

  /// @param yes whether `--yes` was given
  /// @return whether to go on; without a terminal only `--yes` says so
  static boolean given(boolean yes, String command, String question) {
    if (yes) {
      return true;
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new BadUsage(command, "no terminal to ask on", "--yes", "give --yes, or --dry-run");
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }
}
