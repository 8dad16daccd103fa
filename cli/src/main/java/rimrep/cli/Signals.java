package rimrep.cli;

import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/// The first SIGINT or SIGTERM interrupts the thread that works; a second one ends the process at
/// once.
final class Signals {
  private Signals() {}

  static void interrupt(Thread worker) {
    AtomicInteger received = new AtomicInteger();
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            if (received.getAndIncrement() > 0) {
              Runtime.getRuntime().halt(128 + signal.getNumber());
            }
            worker.interrupt();
          });
    }
  }
}
