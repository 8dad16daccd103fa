package rimrep.api.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server that outlived the process that started it, as after `kill -9`. It is known by
/// `postmaster.pid` and by its own command line, which names our folder: a process that merely got
/// the same number is left alone.
final class Leftover {

  private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Leftover() {}

  /// Stops it, if there is one. Call only while holding the [DataLock].
  static void stop(Path cluster) throws IOException, InterruptedException {
    Optional<ProcessHandle> found = find(cluster);
    if (found.isEmpty()) {
      return;
    }
    ProcessHandle server = found.get();
    LOG.info("postgres.leftover pid={} stopping it before a new start", server.pid());
    // SIGINT is "fast": open sessions are ended. SIGTERM would wait for them.
    new ProcessBuilder("sh", "-c", "kill -INT " + server.pid()).inheritIO().start().waitFor();
    try {
      server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new PostgresException.NotStarted(
          cluster
              + ": the server left over (process "
              + server.pid()
              + ") did not end within "
              + PATIENCE.toSeconds()
              + " s; end it and start again",
          e);
    }
  }

  /// Whether a server runs on this folder.
  static boolean isRunning(Path cluster) throws IOException {
    return find(cluster).isPresent();
  }

  private static Optional<ProcessHandle> find(Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> runs(process, cluster));
  }

  private static boolean runs(ProcessHandle process, Path cluster) {
    String[] arguments = process.info().arguments().orElse(new String[0]);
    int at = Arrays.asList(arguments).indexOf("-D");
    return at >= 0
        && at + 1 < arguments.length
        && Path.of(arguments[at + 1]).toAbsolutePath().normalize().equals(cluster);
  }
}
