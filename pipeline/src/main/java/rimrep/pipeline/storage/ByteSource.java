package rimrep.pipeline.storage;

import java.nio.ByteBuffer;

/// Random access to the bytes of one object: a file, an S3 object, an HTTP resource. Safe for use
/// by several threads at once.
public interface ByteSource extends AutoCloseable {
  /// What a message calls it: a path or an address without credentials.
  String name();

  /// Length in bytes.
  long size();

  /// Fills `target` (its remaining bytes) from `position` on. Reading beyond the end is a {@link
  /// rimrep.pipeline.failure.BadInput}: the caller believed a length that the object has not.
  void readAt(long position, ByteBuffer target);

  @Override
  void close();
}
