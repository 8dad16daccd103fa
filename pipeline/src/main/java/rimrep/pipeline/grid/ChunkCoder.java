package rimrep.pipeline.grid;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.storage.Body;

/// Compresses and decompresses chunks. Keeps its buffers between calls: one per thread.
final class ChunkCoder {
  private final ZstdDecompressor zstdDecompressor = ZstdDecompressor.create();
  private final BloscFrame blosc = new BloscFrame();
  private byte[] shuffled = new byte[0];

  /// The result may lie in a buffer that the next call overwrites.
  ///
  /// @param elementSize bytes of one value; 1 if there is nothing to shuffle
  Body.Bytes encode(Codec codec, int elementSize, byte[] raw, int length) {
    return switch (codec.kind()) {
      case BLOSC_ZSTD -> blosc.encode(raw, length, elementSize, codec.level());
      case ZSTD -> all(zstd(shuffle(raw, length, elementSize), length, codec.level()));
      case GZIP -> all(gzip(shuffle(raw, length, elementSize), length, codec.level()));
      case NONE -> new Body.Bytes(raw, length);
    };
  }

  private static Body.Bytes all(byte[] bytes) {
    return new Body.Bytes(bytes, bytes.length);
  }

  /// Decodes the first `size` bytes of `stored` into `out`, which must be as long as the chunk at
  /// least.
  void decode(
      Codec codec, int elementSize, byte[] stored, int size, byte[] out, int length, String name) {
    switch (codec.kind()) {
      case BLOSC_ZSTD -> blosc.decode(stored, size, out, length, name);
      case ZSTD -> {
        shuffled = atLeast(shuffled, length);
        expect(length, unzstd(stored, size, shuffled, length, name), name);
        ByteShuffle.unshuffle(shuffled, 0, out, 0, length, elementSize);
      }
      case GZIP -> {
        shuffled = atLeast(shuffled, length);
        expect(length, gunzip(stored, size, shuffled, length, name), name);
        ByteShuffle.unshuffle(shuffled, 0, out, 0, length, elementSize);
      }
      case NONE -> {
        expect(length, size, name);
        System.arraycopy(stored, 0, out, 0, length);
      }
    }
  }

  /// Decodes a chunk whose length is known only from its frame (text).
  byte[] decodeUnknown(Codec codec, byte[] stored, String name) {
    return switch (codec.kind()) {
      case BLOSC_ZSTD -> {
        byte[] out = new byte[BloscFrame.rawLength(stored, name)];
        blosc.decode(stored, stored.length, out, out.length, name);
        yield out;
      }
      case ZSTD -> {
        byte[] out =
            new byte
                [Math.toIntExact(zstdDecompressor.getDecompressedSize(stored, 0, stored.length))];
        expect(out.length, unzstd(stored, stored.length, out, out.length, name), name);
        yield out;
      }
      case GZIP -> {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
          yield in.readAllBytes();
        } catch (IOException e) {
          throw damaged(name, String.valueOf(e.getMessage()));
        }
      }
      case NONE -> stored;
    };
  }

  private byte[] shuffle(byte[] raw, int length, int elementSize) {
    shuffled = atLeast(shuffled, length);
    ByteShuffle.shuffle(raw, 0, shuffled, 0, length, elementSize);
    return shuffled;
  }

  private static byte[] zstd(byte[] raw, int length, int level) {
    ZstdCompressor compressor = ZstdCompressor.create(level);
    byte[] out = new byte[compressor.maxCompressedLength(length)];
    int written = compressor.compress(raw, 0, length, out, 0, out.length);
    return Arrays.copyOf(out, written);
  }

  private int unzstd(byte[] stored, int size, byte[] out, int length, String name) {
    try {
      return zstdDecompressor.decompress(stored, 0, size, out, 0, length);
    } catch (MalformedInputException e) {
      throw damaged(name, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] gzip(byte[] raw, int length, int level) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 2 + 64);
    try (GZIPOutputStream out = new LevelledGzip(bytes, level)) {
      out.write(raw, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static int gunzip(byte[] stored, int size, byte[] out, int length, String name) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored, 0, size))) {
      int read = in.readNBytes(out, 0, length);
      return in.read() < 0 ? read : length + 1;
    } catch (IOException e) {
      throw damaged(name, String.valueOf(e.getMessage()));
    }
  }

  private static void expect(int wanted, int found, String name) {
    if (wanted != found) {
      throw damaged(name, found + " bytes after decompression instead of " + wanted);
    }
  }

  static BadInput damaged(String name, String found) {
    return new BadInput(name, "damaged chunk: " + found, "", "convert the dataset again");
  }

  static byte[] atLeast(byte[] buffer, int length) {
    return buffer.length >= length ? buffer : new byte[length];
  }

  /// The JDK writes no clock time into the header, so equal input gives equal bytes.
  private static final class LevelledGzip extends GZIPOutputStream {
    LevelledGzip(ByteArrayOutputStream out, int level) throws IOException {
      super(out, 1 << 16);
      def.setLevel(level);
      def.setStrategy(Deflater.DEFAULT_STRATEGY);
    }
  }
}
