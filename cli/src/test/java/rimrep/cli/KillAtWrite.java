package rimrep.cli;

import java.util.concurrent.CompletableFuture;
import rimrep.testing.S3FaultProxy;

/// Kills a process before or behind its nth write, as `kill -9` does: nothing that it sends
/// afterwards arrives.
final class KillAtWrite implements S3FaultProxy.Watch {
  private final int number;
  private final boolean behind;
  private final CompletableFuture<Process> victim = new CompletableFuture<>();
  private int passed;
  private boolean done;

  /// @param number of the write, from 1
  /// @param behind whether the server sees that write, though nobody hears of it
  KillAtWrite(int number, boolean behind) {
    this.number = number;
    this.behind = behind;
  }

  void victim(Process process) {
    victim.complete(process);
  }

  synchronized int passed() {
    return passed;
  }

  synchronized boolean isDone() {
    return done;
  }

  @Override
  public synchronized boolean before(String method, String path) {
    if (done) {
      return false;
    }
    passed++;
    if (passed == number && !behind) {
      kill();
    }
    return !done;
  }

  @Override
  public synchronized boolean after(String method, String path) {
    if (!done && passed >= number && behind) {
      kill();
    }
    return !done;
  }

  private void kill() {
    done = true;
    Process process = victim.join().destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return "killed " + (behind ? "behind" : "before") + " write " + number;
  }
}
