package rimrep.pipeline.table;

import java.io.InputStream;
import java.nio.ByteBuffer;
import rimrep.pipeline.storage.ByteSource;

/// A stored object read from its beginning to its end. Closing it leaves the object open.
final class ByteSourceStream extends InputStream {
  private static final int BLOCK = 1 << 20;

  private final ByteSource source;
  private final ByteBuffer block;
  private long next;

  ByteSourceStream(ByteSource source) {
    this.source = source;
    this.block = ByteBuffer.allocate((int) Math.clamp(source.size(), 1, BLOCK)).limit(0);
  }

  @Override
  public int read() {
    return fill() ? block.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, block.remaining());
    block.get(target, offset, n);
    return n;
  }

  private boolean fill() {
    if (block.hasRemaining()) {
      return true;
    }
    long left = source.size() - next;
    if (left <= 0) {
      return false;
    }
    block.clear().limit((int) Math.min(left, block.capacity()));
    source.readAt(next, block);
    block.flip();
    next += block.limit();
    return true;
  }
}
