package rimrep.pipeline.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import rimrep.pipeline.failure.Temporary;

/// Locks of a folder store: one file each, locked through the operating system, so that a lock dies
/// with its process. The file stays, empty when free; its content only tells who holds it.
///
/// POSIX gives such a lock to the *process*, and closing any descriptor of the file gives it up. So
/// of all threads here only the one that holds the {@link Seat} of a file may open it.
final class FolderLocks {
  /// The seats of this process. Static because the locks of the operating system are: two stores
  /// opened on one folder share them.
  private static final ConcurrentHashMap<Path, Seat> SEATS = new ConcurrentHashMap<>();

  private static final Duration POLL = Duration.ofMillis(25);
  private static final int LONGEST_OWNER = 4096;

  private final Path folder;

  FolderLocks(Path folder) {
    this.folder = folder;
  }

  /// One per lock file and process.
  private static final class Seat {
    final Semaphore free = new Semaphore(1, true);
    volatile String owner = "";
  }

  Held take(String name, String owner, Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    try {
      Files.createDirectories(folder);
      Path file = folder.toRealPath().resolve(fileName(name));
      Seat seat = SEATS.computeIfAbsent(file, f -> new Seat());
      if (!seat.free.tryAcquire(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS)) {
        throw taken(name, seat.owner, wait);
      }
      return lockOrLeave(seat, file, name, owner, wait, deadline);
    } catch (IOException e) {
      throw FileFailures.of("lock " + name + " in " + folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FileFailures.interrupted("lock " + name, e);
    }
  }

  private static Held lockOrLeave(
      Seat seat, Path file, String name, String owner, Duration wait, long deadline)
      throws IOException, InterruptedException {
    FileChannel channel = null;
    boolean held = false;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      while (lock == null) {
        if (System.nanoTime() - deadline >= 0) {
          throw taken(name, read(channel), wait);
        }
        Thread.sleep(POLL);
        lock = channel.tryLock();
      }
      write(channel, owner);
      seat.owner = owner;
      held = true;
      return new Held(seat, channel);
    } finally {
      if (!held) {
        if (channel != null) {
          channel.close();
        }
        seat.free.release();
      }
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer owner = ByteBuffer.allocate(LONGEST_OWNER);
    channel.read(owner, 0);
    return StandardCharsets.UTF_8.decode(owner.flip()).toString();
  }

  private static void write(FileChannel channel, String owner) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
  }

  static Temporary taken(String name, String holder, Duration wait) {
    return new Temporary(
        "lock " + name,
        "held by " + (holder.isEmpty() ? "another process" : holder),
        "to become free within " + wait.toMillis() + " ms",
        "wait until that run has ended, then run again");
  }

  /// Injective, and safe in every file system: all but plain letters, digits, `-` and `_` as `%XX`.
  private static String fileName(String name) {
    StringBuilder safe = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
      safe.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
    }
    return safe.append(".lock").toString();
  }

  /// A lock in our hands.
  static final class Held implements Storage.Lock {
    private final Seat seat;
    private final FileChannel channel;
    private boolean closed;

    private Held(Seat seat, FileChannel channel) {
      this.seat = seat;
      this.channel = channel;
    }

    @Override
    public synchronized boolean isHeld() {
      return !closed;
    }

    @Override
    public synchronized void close() {
      if (closed) {
        return;
      }
      closed = true;
      try (channel) {
        channel.truncate(0);
      } catch (IOException e) {
        throw FileFailures.of("lock", e);
      } finally {
        seat.owner = "";
        seat.free.release();
      }
    }
  }
}
