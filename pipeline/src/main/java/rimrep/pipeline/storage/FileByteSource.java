package rimrep.pipeline.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;

/// A local file, read by position. Not mapped into memory: a file that shrinks under a mapping ends
/// the whole process, here it is a failure of one read.
public final class FileByteSource implements ByteSource {
  /// Bytes read at a time: the JDK keeps a copy of as many outside the heap, per thread.
  private static final int PIECE = 1 << 18;

  private final String name;
  private final FileChannel channel;
  private final long size;

  private FileByteSource(String name, FileChannel channel, long size) {
    this.name = name;
    this.channel = channel;
    this.size = size;
  }

  /// Opens a file that must exist; otherwise {@link BadInput}.
  public static FileByteSource open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new FileByteSource(file.toString(), channel, channel.size());
    } catch (NoSuchFileException e) {
      throw new BadInput(absent(file.toString()), e);
    } catch (IOException e) {
      throw FileFailures.of("file " + file, e);
    }
  }

  static Problem absent(String name) {
    return new Problem(name, "does not exist", "a file", "check the name");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void readAt(long position, ByteBuffer target) {
    int wanted = target.remaining();
    if (position < 0 || position + wanted > size) {
      throw beyond(position, wanted, null);
    }
    long at = position;
    try {
      int end = target.limit();
      while (target.position() < end) {
        target.limit(Math.min(end, target.position() + PIECE));
        int got = channel.read(target, at);
        target.limit(end);
        if (got < 0) {
          throw beyond(position, wanted, null);
        }
        at += got;
      }
    } catch (IOException e) {
      throw FileFailures.of("file " + name, e);
    }
  }

  private BadInput beyond(long position, int wanted, @Nullable Throwable cause) {
    return new BadInput(beyondEnd(name, size, position, wanted), cause);
  }

  /// The problem every {@link ByteSource} reports for a read beyond its end.
  static Problem beyondEnd(String name, long size, long position, int wanted) {
    return new Problem(
        name,
        "ends at byte " + size,
        "bytes " + position + " to " + (position + wanted),
        "the file is cut short or damaged; fetch it again");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw FileFailures.of("file " + name, e);
    }
  }
}
