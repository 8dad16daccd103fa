package rimrep.pipeline.grid;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import rimrep.pipeline.storage.Body;

/// The blosc1 container over zstd, as c-blosc reads it: a 16-byte header (version 2, format 1,
/// flags, typesize, nbytes, blocksize, cbytes), the offsets of the blocks, then per block a length
/// and a zstd frame of the shuffled bytes. Blocks are never split into streams (flag 0x10). A block
/// that does not shrink is stored raw, which its length says; a chunk that does not shrink is
/// stored whole (flag 0x2).
///
/// Keeps buffers between calls: one per thread.
final class BloscFrame {
  private static final int HEADER = 16;
  private static final int BLOCK = 1 << 19;
  private static final int SHUFFLED = 0x1;
  private static final int STORED = 0x2;
  private static final int UNSPLIT = 0x10;
  private static final int ZSTD = 4 << 5;

  private final ZstdDecompressor decompressor = ZstdDecompressor.create();
  private ZstdCompressor compressor = ZstdCompressor.create(1);
  private int level = 1;
  private byte[] shuffled = new byte[0];
  private byte[] frame = new byte[0];

  Body.Bytes encode(byte[] raw, int length, int typeSize, int wantedLevel) {
    if (wantedLevel != level) {
      compressor = ZstdCompressor.create(wantedLevel);
      level = wantedLevel;
    }
    int block = Math.max(1, Math.min(length, BLOCK / typeSize * typeSize));
    int blocks = (length + block - 1) / block;
    boolean shuffle = typeSize > 1;
    int bound = compressor.maxCompressedLength(block);
    frame = ChunkCoder.atLeast(frame, HEADER + blocks * 8 + length + bound);
    shuffled = ChunkCoder.atLeast(shuffled, block);
    ByteBuffer out = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    int at = HEADER + 4 * blocks;
    for (int i = 0; i < blocks; i++) {
      out.putInt(HEADER + 4 * i, at);
      at += 4 + encodeBlock(raw, i * block, Math.min(block, length - i * block), typeSize, out, at);
    }
    if (at >= length + HEADER) {
      return stored(raw, length, typeSize);
    }
    int flags = (shuffle ? SHUFFLED : 0) | UNSPLIT | ZSTD;
    header(out, flags, typeSize, length, block, at);
    return new Body.Bytes(frame, at);
  }

  private int encodeBlock(byte[] raw, int from, int length, int typeSize, ByteBuffer out, int at) {
    byte[] source = raw;
    int start = from;
    if (typeSize > 1) {
      ByteShuffle.shuffle(raw, from, shuffled, 0, length, typeSize);
      source = shuffled;
      start = 0;
    }
    int room = frame.length - at - 4;
    int written = compressor.compress(source, start, length, frame, at + 4, room);
    if (written >= length) {
      System.arraycopy(source, start, frame, at + 4, length);
      written = length;
    }
    out.putInt(at, written);
    return written;
  }

  private static Body.Bytes stored(byte[] raw, int length, int typeSize) {
    byte[] whole = new byte[HEADER + length];
    ByteBuffer out = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    header(out, STORED | UNSPLIT | ZSTD, typeSize, length, Math.max(length, 1), HEADER + length);
    System.arraycopy(raw, 0, whole, HEADER, length);
    return new Body.Bytes(whole, whole.length);
  }

  private static void header(
      ByteBuffer out, int flags, int typeSize, int length, int block, int total) {
    out.put(0, (byte) 2).put(1, (byte) 1).put(2, (byte) flags).put(3, (byte) typeSize);
    out.putInt(4, length).putInt(8, block).putInt(12, total);
  }

  static int rawLength(byte[] stored, String name) {
    if (stored.length < HEADER) {
      throw ChunkCoder.damaged(name, stored.length + " bytes are no blosc frame");
    }
    int length = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    if (length < 0) {
      throw ChunkCoder.damaged(name, "a blosc frame of " + length + " bytes");
    }
    return length;
  }

  void decode(byte[] stored, int size, byte[] out, int length, String name) {
    int found = size < HEADER ? -1 : rawLength(stored, name);
    ByteBuffer in = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    if (found != length || in.getInt(12) != size) {
      throw ChunkCoder.damaged(
          name, "%d bytes for %d instead of %d".formatted(size, found, length));
    }
    int flags = stored[2] & 0xFF;
    if ((flags & STORED) != 0) {
      System.arraycopy(stored, HEADER, out, 0, length);
      return;
    }
    try {
      decodeBlocks(in, flags, out, length, name);
    } catch (MalformedInputException | IndexOutOfBoundsException e) {
      throw ChunkCoder.damaged(name, String.valueOf(e.getMessage()));
    }
  }

  private void decodeBlocks(ByteBuffer in, int flags, byte[] out, int length, String name) {
    int typeSize = Math.max(1, in.get(3) & 0xFF);
    int block = in.getInt(8);
    if ((flags & (UNSPLIT | ZSTD)) != (UNSPLIT | ZSTD) || block < 1) {
      throw ChunkCoder.damaged(name, "a blosc frame with flags " + flags);
    }
    boolean shuffle = (flags & SHUFFLED) != 0;
    for (int from = 0, i = 0; from < length; from += block, i++) {
      int wanted = Math.min(block, length - from);
      decodeBlock(in, in.getInt(HEADER + 4 * i), wanted, shuffle ? typeSize : 1, out, from, name);
    }
  }

  private void decodeBlock(
      ByteBuffer in, int at, int wanted, int typeSize, byte[] out, int from, String name) {
    int size = in.getInt(at);
    boolean shuffle = typeSize > 1;
    byte[] target = out;
    int start = from;
    if (shuffle) {
      shuffled = ChunkCoder.atLeast(shuffled, wanted);
      target = shuffled;
      start = 0;
    }
    if (size == wanted) {
      System.arraycopy(in.array(), at + 4, target, start, wanted);
    } else {
      int got = decompressor.decompress(in.array(), at + 4, size, target, start, wanted);
      if (got != wanted) {
        throw ChunkCoder.damaged(name, "a block of " + got + " bytes instead of " + wanted);
      }
    }
    if (shuffle) {
      ByteShuffle.unshuffle(shuffled, 0, out, from, wanted, typeSize);
    }
  }
}
