package rimrep.api.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The file `postgres.lock` in the data folder: whoever holds its lock may start and stop the
/// server. The system lets go of it when a process ends, however it ends.
final class DataLock implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws PostgresException.InUse if another holds it for longer than `wait`
  static DataLock take(Path data, Duration wait) throws IOException, InterruptedException {
    Files.createDirectories(data);
    long deadline = System.nanoTime() + wait.toNanos();
    FileChannel channel =
        FileChannel.open(
            data.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    while (tryLock(channel) == null) {
      if (System.nanoTime() > deadline) {
        channel.close();
        throw new PostgresException.InUse(data);
      }
      Thread.sleep(PAUSE);
    }
    return new DataLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another start in this process
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
