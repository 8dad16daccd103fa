package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.SmallCatalog;
import rimrep.testing.SmallDisk;

/// A store whose disk is full: the run says so and ends with 75, what was published stands, and
/// with room the next run completes.
class FullDiskTest {
  private static final long SIZE = 1_000_000;

  @TempDir private Path folder;

  @Test
  void endsWhenThePublicStoreIsFullAndGoesOnWithRoom() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(SIZE)) {
      Bench bench = bench("public", disk);
      assertThat(bench.run("run", "waves").exitCode()).isZero();
      bench.catalog.with("waves", "b.nc", SmallCatalog.day(2));
      fill(disk, 0);
      bench.picture(bench.run("run", "waves", "tides")).matches("disk-full-public");
      goesOnWithRoom(bench, disk);
    }
  }

  @Test
  void endsWhenTheArtifactsStoreIsFullAndGoesOnWithRoom() throws IOException {
    try (SmallDisk disk = SmallDisk.mount(SIZE)) {
      Bench bench = bench("artifacts", disk);
      fill(disk, 0);
      bench.picture(bench.run("run", "waves", "tides")).matches("disk-full-artifacts");
      fill(disk, 30_000);
      Ended nearlyFull = bench.run("run", "waves", "tides");
      assertThat(nearlyFull.exitCode()).as(nearlyFull.err()).isEqualTo(75);
      assertThat(nearlyFull.err()).contains("the disk is full");
      goesOnWithRoom(bench, disk);
    }
  }

  private Bench bench(String store, SmallDisk disk) {
    Bench bench = new Bench(folder);
    bench.store(store, disk.folder().resolve(store));
    bench.catalog.waves("waves").with("waves", "a.nc", SmallCatalog.day(1));
    bench.catalog.tides("tides").with("tides", "a.csv", SmallCatalog.readings("A"));
    return bench;
  }

  private static void goesOnWithRoom(Bench bench, SmallDisk disk) throws IOException {
    Files.delete(filler(disk));
    Ended good = bench.run("run", "waves", "tides");
    assertThat(good.exitCode()).as(good.err()).isZero();
    Ended verified = bench.run("verify", "waves", "tides");
    assertThat(verified.exitCode()).as(verified.out()).isZero();
  }

  private static Path filler(SmallDisk disk) {
    return disk.folder().resolve("filler");
  }

  /// @param but bytes that stay free
  private static void fill(SmallDisk disk, long but) throws IOException {
    Path file = filler(disk);
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
    try (FileChannel shortened = FileChannel.open(file, StandardOpenOption.WRITE)) {
      shortened.truncate(Math.max(0, Files.size(file) - but));
    }
  }
}
