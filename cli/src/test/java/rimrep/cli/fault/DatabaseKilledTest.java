package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.SmallCatalog;

/// The embedded PostgreSQL dies under a command, or outlives one.
class DatabaseKilledTest {
  @TempDir private Path folder;

  @Test
  void publishesAllTheSameIfPostgresIsKilledMeanwhile() {
    Bench bench = new Bench(folder);
    bench.catalog.tides("tides").with("tides", "a.csv", SmallCatalog.readings("A"));
    AtomicBoolean killed = new AtomicBoolean();
    Ended run =
        bench.run(
            line -> {
              boolean now = line.contains("\"publish-stac.started\"");
              if (now && killed.compareAndSet(false, true)) {
                awaitWriter(bench);
                killPostgres(bench);
              } else if (line.contains("\"publish-stac.retry\"")) {
                awaitPostgres(bench);
              }
            },
            "run",
            "tides");
    assertThat(killed).isTrue();
    bench.picture(run).matches("postgres-killed");
    Ended verified = bench.run("verify", "tides");
    assertThat(verified.exitCode()).as(verified.out()).isZero();
  }

  @Test
  void startsAgainAfterAKillWhosePostgresLivesOn() {
    Bench bench = new Bench(folder);
    bench.catalog.tides("tides").with("tides", "a.csv", SmallCatalog.readings("A"));
    ProcessHandle postgres;
    try (Child up = bench.start(Map.of(), "up", "--port", "0")) {
      up.awaitOut(line -> line.startsWith("Serving until"));
      postgres = postmaster(bench);
      up.kill();
    }
    assertThat(postgres.isAlive()).as("PostgreSQL outlives its starter").isTrue();
    bench.catalog.with("tides", "b.csv", SmallCatalog.readings("B"));
    Ended again = bench.run("up", "--once", "--port", "0");
    bench.picture(again).matches("up-killed");
    assertThat(postgres.isAlive()).isFalse();
  }

  private static ProcessHandle postmaster(Bench bench) {
    String file = bench.read(bench.data.resolve("postgres/postmaster.pid"));
    long pid = Long.parseLong(file.lines().findFirst().orElseThrow().strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  /// The database starts while the data are converted: until the API has its sessions.
  private static void awaitWriter(Bench bench) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!Files.exists(bench.data.resolve("postgres/rimrep-ready"))
        || postmaster(bench).descendants().noneMatch(DatabaseKilledTest::isWriter)) {
      assertThat(System.nanoTime()).as("the API has no session yet").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /// PostgreSQL writes a session's user into its title, which Java does not show.
  private static boolean isWriter(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
          .contains("rimrep_writer");
    } catch (IOException ended) {
      return false;
    }
  }

  /// Kills the server and waits until all of its processes are gone.
  private static void killPostgres(Bench bench) {
    ProcessHandle postmaster = postmaster(bench);
    List<ProcessHandle> workers = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    try {
      postmaster.onExit().get(60, TimeUnit.SECONDS);
      for (ProcessHandle worker : workers) {
        worker.onExit().get(60, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("PostgreSQL did not die", e);
    }
  }

  /// Until it is started again, so that the test does not race with the number of attempts.
  private static void awaitPostgres(Bench bench) {
    int port = Integer.parseInt(bench.read(bench.data.resolve("postgres-port")).strip());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new AssertionError("PostgreSQL is not started again");
  }
}
