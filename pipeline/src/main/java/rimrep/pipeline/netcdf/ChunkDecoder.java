package rimrep.pipeline.netcdf;

import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.deflate.DeflateDecompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.failure.BadInput;

/// Reads a chunk and undoes its filters in buffers that it keeps. For one thread at a time.
///
/// Every chunk that was deflated is verified by its Adler-32: damaged deflate data can decode to
/// the right length without any complaint.
final class ChunkDecoder {
  private static final String STRUCTURE = "HDF5 chunk";

  /// Deflate never does better than this.
  private static final long DEFLATE_RATIO = 1032;

  private static final long ZSTD_RATIO = 1 << 16;

  private FileBytes file;
  private final DeflateDecompressor deflate = DeflateDecompressor.create();
  private final ZstdDecompressor zstd = ZstdDecompressor.create();
  private final Adler32 adler = new Adler32();
  private byte[] stored = new byte[0];
  private byte[] even = new byte[0];
  private byte[] odd = new byte[0];
  private byte[] whole = new byte[0];

  /// Bytes between two filters, or the place for them.
  private record Span(byte[] bytes, int from, int length) {}

  ChunkDecoder(FileBytes file) {
    this.file = file;
  }

  /// From now on reads another file.
  ChunkDecoder of(FileBytes next) {
    file = next;
    return this;
  }

  /// Decodes a chunk into a buffer that the next call overwrites.
  byte[] decode(ChunkIndex.Entry chunk, Filters filters, int element, int length) {
    checkPlausible(chunk, applied(filters, chunk), length);
    whole = grown(whole, length);
    decode(chunk, filters, element, whole, 0, length);
    return whole;
  }

  /// Decodes a chunk into `target` from `offset` on.
  ///
  /// @param length bytes of the decoded chunk
  void decode(
      ChunkIndex.Entry chunk, Filters filters, int element, byte[] target, int offset, int length) {
    List<Filters.Filter> applied = applied(filters, chunk);
    checkPlausible(chunk, applied, length);
    Span destination = new Span(target, offset, length);
    if (applied.isEmpty()) {
      file.read(chunk.position(), target, offset, length, STRUCTURE);
      return;
    }
    stored = grown(stored, chunk.storedBytes());
    file.read(chunk.position(), stored, 0, chunk.storedBytes(), STRUCTURE);
    Span span = new Span(stored, 0, chunk.storedBytes());
    for (int i = applied.size() - 1; i >= 0; i--) {
      int expected = length + 4 * checksumsBefore(applied, i);
      span = undo(chunk, applied.get(i), element, span, expected, i == 0 ? destination : null);
    }
    if (span.length != length) {
      throw bad(chunk, span.length + " bytes after its filters", length + " bytes");
    }
    if (span.bytes != target) {
      System.arraycopy(span.bytes, span.from, target, offset, length);
    }
  }

  /// The filters this chunk went through: the mask tells which were left out.
  private static List<Filters.Filter> applied(Filters filters, ChunkIndex.Entry chunk) {
    if (chunk.filterMask() == 0) {
      return filters.list();
    }
    List<Filters.Filter> applied = new ArrayList<>();
    for (int i = 0; i < filters.list().size(); i++) {
      if ((chunk.filterMask() >>> i & 1) == 0) {
        applied.add(filters.list().get(i));
      }
    }
    return applied;
  }

  /// Each checksum that came earlier made the bytes 4 longer.
  private static int checksumsBefore(List<Filters.Filter> applied, int filter) {
    int count = 0;
    for (int i = 0; i < filter; i++) {
      count += applied.get(i).kind() == Filters.Kind.FLETCHER32 ? 1 : 0;
    }
    return count;
  }

  /// Refuses a length that the stored bytes cannot decode to, before anything is allocated for it.
  private void checkPlausible(ChunkIndex.Entry chunk, List<Filters.Filter> applied, int length) {
    long ratio = 1;
    for (Filters.Filter filter : applied) {
      switch (filter.kind()) {
        case DEFLATE -> ratio = DEFLATE_RATIO;
        case ZSTD -> ratio = ZSTD_RATIO;
        case SHUFFLE, FLETCHER32, UNKNOWN -> {}
      }
    }
    if (length > chunk.storedBytes() * ratio
        || applied.isEmpty() && length != chunk.storedBytes()) {
      throw bad(chunk, chunk.storedBytes() + " bytes stored", length + " bytes when decoded");
    }
  }

  /// @param destination where the result belongs if this is the last filter to undo
  private Span undo(
      ChunkIndex.Entry chunk,
      Filters.Filter filter,
      int element,
      Span in,
      int expected,
      @Nullable Span destination) {
    return switch (filter.kind()) {
      case DEFLATE -> inflate(chunk, in, place(destination, in, expected));
      case ZSTD -> decompress(chunk, zstd, in, place(destination, in, expected));
      case SHUFFLE -> {
        Span out = place(destination, in, in.length);
        int size = filter.settings().isEmpty() ? element : filter.settings().getFirst();
        if (in.length > out.length) {
          throw bad(chunk, in.length + " bytes", out.length + " bytes");
        }
        Shuffle.undo(in.bytes, in.from, in.length, size, out.bytes, out.from);
        yield new Span(out.bytes, out.from, in.length);
      }
      case FLETCHER32 -> checked(chunk, in);
      case UNKNOWN -> throw file.unsupported(STRUCTURE, "filter " + filter.id(), "deflate, zstd");
    };
  }

  private Span place(@Nullable Span destination, Span in, int length) {
    if (destination != null) {
      return destination;
    }
    if (in.bytes == even) {
      odd = grown(odd, length);
      return new Span(odd, 0, length);
    }
    even = grown(even, length);
    return new Span(even, 0, length);
  }

  private static byte[] grown(byte[] buffer, int length) {
    return buffer.length >= length ? buffer : new byte[length];
  }

  /// zlib, RFC 1950: two bytes of header, deflate data, the Adler-32 of the result.
  private Span inflate(ChunkIndex.Entry chunk, Span in, Span out) {
    if (in.length < 6) {
      throw bad(chunk, in.length + " bytes of zlib data", "at least 6");
    }
    int head = (in.bytes[in.from] & 0xff) << 8 | (in.bytes[in.from + 1] & 0xff);
    if ((head >> 8 & 15) != 8 || head % 31 != 0 || (head & 0x20) != 0) {
      throw bad(chunk, "no zlib header", "one");
    }
    Span body = new Span(in.bytes, in.from + 2, in.length - 6);
    Span result = decompress(chunk, deflate, body, out);
    adler.reset();
    adler.update(result.bytes, result.from, result.length);
    int end = in.from + in.length - 4;
    int stored32 = 0;
    for (int i = 0; i < 4; i++) {
      stored32 = stored32 << 8 | (in.bytes[end + i] & 0xff);
    }
    if ((int) adler.getValue() != stored32) {
      throw bad(chunk, "damaged: another Adler-32", "the one stored with it");
    }
    return result;
  }

  private Span decompress(ChunkIndex.Entry chunk, Decompressor codec, Span in, Span out) {
    try {
      int length = codec.decompress(in.bytes, in.from, in.length, out.bytes, out.from, out.length);
      if (length != out.length) {
        throw bad(chunk, length + " bytes when decompressed", out.length + " bytes");
      }
      return out;
    } catch (MalformedInputException malformed) {
      BadInput failure = bad(chunk, "damaged: " + malformed.getMessage(), "sound data");
      throw new BadInput(failure.problem(), malformed);
    }
  }

  private Span checked(ChunkIndex.Entry chunk, Span in) {
    int length = in.length - 4;
    if (length < 0) {
      throw bad(chunk, in.length + " bytes", "a Fletcher-32");
    }
    int stored32 = 0;
    for (int i = 3; i >= 0; i--) {
      stored32 = stored32 << 8 | (in.bytes[in.from + length + i] & 0xff);
    }
    if (!Fletcher32.matches(Fletcher32.of(in.bytes, in.from, length), stored32)) {
      throw bad(chunk, "damaged: another Fletcher-32", "the one stored with it");
    }
    return new Span(in.bytes, in.from, length);
  }

  private BadInput bad(ChunkIndex.Entry chunk, String found, String expected) {
    return file.bad(chunk.position(), STRUCTURE, found, expected);
  }
}
