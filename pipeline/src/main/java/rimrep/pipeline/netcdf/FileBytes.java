package rimrep.pipeline.netcdf;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.storage.ByteSource;

/// The bytes of a file, each access checked against its length before anything is allocated. Small
/// reads go through a cache of pages, so that walking headers costs few requests to a remote store.
final class FileBytes {
  /// No structure of headers or indexes is believed to be larger.
  static final long MAX_STRUCTURE = 64L << 20;

  private static final int PAGE = 1 << 16;
  private static final int PAGES = 64;

  private final ByteSource source;
  private final long size;
  private final Map<Long, byte[]> pages = new LinkedHashMap<>(16, 0.75f, true);

  FileBytes(ByteSource source) {
    this.source = source;
    this.size = source.size();
  }

  String name() {
    return source.name();
  }

  long size() {
    return size;
  }

  void close() {
    source.close();
  }

  /// The failure for bytes that are not what they must be.
  BadInput bad(long offset, String structure, String found, String expected) {
    return new BadInput(
        name(),
        structure + " at offset " + offset + ": " + found,
        expected,
        "the file is damaged or truncated: fetch it again or ask its provider");
  }

  /// The failure for a sound file that uses what we do not read.
  BadInput unsupported(String thing, String feature, String expected) {
    return new BadInput(name(), thing + ": " + feature, expected, "drop it, or convert the file");
  }

  /// Fails unless the range lies in the file.
  void check(long offset, long length, String structure) {
    if (offset < 0 || length < 0 || length > size || offset > size - length) {
      throw bad(offset, structure, length + " bytes", "to lie inside the " + size + " bytes");
    }
  }

  byte[] read(long offset, long length, String structure) {
    check(offset, length, structure);
    if (length > MAX_STRUCTURE) {
      throw bad(offset, structure, length + " bytes", "at most " + MAX_STRUCTURE);
    }
    byte[] bytes = new byte[(int) length];
    read(offset, bytes, 0, bytes.length, structure);
    return bytes;
  }

  void read(long offset, byte[] target, int at, int length, String structure) {
    check(offset, length, structure);
    if (length > PAGE / 4) {
      source.readAt(offset, ByteBuffer.wrap(target, at, length));
      return;
    }
    int done = 0;
    while (done < length) {
      long position = offset + done;
      byte[] page = page(position / PAGE);
      int from = (int) (position % PAGE);
      int count = Math.min(length - done, page.length - from);
      System.arraycopy(page, from, target, at + done, count);
      done += count;
    }
  }

  private byte[] page(long number) {
    synchronized (pages) {
      byte[] known = pages.get(number);
      if (known != null) {
        return known;
      }
    }
    long start = number * PAGE;
    byte[] page = new byte[(int) Math.min(PAGE, size - start)];
    source.readAt(start, ByteBuffer.wrap(page));
    synchronized (pages) {
      pages.put(number, page);
      if (pages.size() > PAGES) {
        pages.remove(pages.keySet().iterator().next());
      }
    }
    return page;
  }
}
