package rimrep.cli;

import java.time.Clock;
import rimrep.pipeline.workflow.RunEvents;
import rimrep.pipeline.workflow.RunListener;

/// Chooses how a run is told: a moving line on a terminal, JSON lines otherwise. What is told goes
/// to stderr; stdout holds results only.
final class Reporting {
  private Reporting() {}

  static RunListener listener(Settings settings) {
    boolean terminal = Boolean.getBoolean("rimrep.terminal") && !settings.json();
    return terminal
        ? new TerminalReporter(System.err, Clock.systemUTC())
        : new RunEvents(System.err::println, Clock.systemUTC(), RunEvents.EVERY);
  }
}
