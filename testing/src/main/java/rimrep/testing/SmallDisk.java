package rimrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A disk of a few kilobytes, to be filled: a tmpfs of its own. Only root may mount one; elsewhere
/// the test that asks is skipped, with the reason.
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  public static SmallDisk mount(long sizeBytes) {
    try {
      Path folder = Files.createTempDirectory("rimrep-small-disk-");
      int status =
          run("mount", "-t", "tmpfs", "-o", "size=" + sizeBytes, "tmpfs", folder.toString());
      if (status != 0) {
        Files.delete(folder);
      }
      Assumptions.assumeTrue(status == 0, "skipped: this user may not mount a tmpfs");
      return new SmallDisk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(String... command) throws IOException {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      if (run("umount", folder.toString()) != 0) {
        run("umount", "-l", folder.toString());
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
