package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
    AtomicLong pid = new AtomicLong();
    Ended run =
        bench.run(
            line -> {
              boolean now = line.contains("\"publish-stac.started\"");
              if (now && killed.compareAndSet(false, true)) {
                awaitSessions(bench);
                pid.set(postmaster(bench).pid());
                killPostgres(bench);
              } else if (line.contains("\"publish-stac.retry\"")) {
                awaitPostgres(bench, pid.get());
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

  /// The database starts while the data are converted: until each pool of the API has its session,
  /// and no pool is between two tries to open one.
  private static void awaitSessions(Bench bench) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!Files.exists(bench.data.resolve("postgres/rimrep-ready"))
        || idle(bench, "rimrep_writer") < 2
        || idle(bench, "rimrep_reader") < 1) {
      assertThat(System.nanoTime()).as("the API has not its sessions yet").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static long idle(Bench bench, String user) {
    return postmaster(bench)
        .descendants()
        .map(DatabaseKilledTest::title)
        .filter(t -> t.contains(user) && t.contains(" idle"))
        .count();
  }

  /// PostgreSQL writes user and state of a session into its title, which Java does not show.
  private static String title(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException ended) {
      return "";
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

  /// Until it is started again and has recovered, so that the test does not race with the number of
  /// attempts.
  private static void awaitPostgres(Bench bench, long killed) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (System.nanoTime() < end) {
      if (isReady(bench, killed)) {
        return;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("PostgreSQL is not started again");
  }

  /// The server keeps its process in the first and its state in the eighth line of the file.
  private static boolean isReady(Bench bench, long killed) {
    try {
      List<String> lines = Files.readAllLines(bench.data.resolve("postgres/postmaster.pid"));
      return lines.size() >= 8
          && !lines.getFirst().strip().equals(Long.toString(killed))
          && lines.get(7).strip().equals("ready");
    } catch (IOException notYet) {
      return false;
    }
  }
}
