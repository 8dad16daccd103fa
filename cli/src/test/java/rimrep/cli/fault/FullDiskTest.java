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
  @TempDir private Path folder;

  @Test
  void endsWhenThePublicStoreIsFullAndGoesOnWithRoom() throws IOException {
    goesOnWithRoom("public", "disk-full-public");
  }

  @Test
  void endsWhenTheArtifactsStoreIsFullAndGoesOnWithRoom() throws IOException {
    goesOnWithRoom("artifacts", "disk-full-artifacts");
  }

  private void goesOnWithRoom(String store, String golden) throws IOException {
    try (SmallDisk disk = SmallDisk.mount(1_000_000)) {
      Bench bench = new Bench(folder);
      bench.store(store, disk.folder().resolve(store));
      bench.catalog.waves("waves").with("waves", "a.nc", SmallCatalog.day(1));
      bench.catalog.tides("tides").with("tides", "a.csv", SmallCatalog.readings("A"));
      assertThat(bench.run("run", "waves").exitCode()).isZero();

      bench.catalog.with("waves", "b.nc", SmallCatalog.day(2));
      Path filler = disk.folder().resolve("filler");
      fill(filler, 0);
      Ended full = bench.run("run", "waves", "tides");
      bench.picture(full).matches(golden);
      Files.delete(filler);
      fill(filler, 24_000);
      Ended nearlyFull = bench.run("run", "waves", "tides");
      assertThat(nearlyFull.exitCode()).as(nearlyFull.err()).isIn(0, 75);
      Files.delete(filler);
      Ended good = bench.run("run", "waves", "tides");
      assertThat(good.exitCode()).as(good.err()).isZero();
      Ended verified = bench.run("verify", "waves");
      assertThat(verified.exitCode()).as(verified.out()).isZero();
    }
  }

  /// @param but bytes that stay free
  private static void fill(Path file, long but) throws IOException {
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
