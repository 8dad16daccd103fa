package rimrep.pipeline.netcdf;

import java.nio.ByteBuffer;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.storage.ByteSource;

/// The bytes of a file held in memory.
record MemorySource(String name, byte[] bytes) implements ByteSource {
  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void readAt(long position, ByteBuffer target) {
    if (position < 0 || position + target.remaining() > bytes.length) {
      throw new BadInput(name, "read beyond its end", "", "");
    }
    target.put(bytes, (int) position, target.remaining());
  }

  @Override
  public void close() {}
}
