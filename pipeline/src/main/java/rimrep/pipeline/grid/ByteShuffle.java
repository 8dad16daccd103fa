package rimrep.pipeline.grid;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Byte shuffle: the first bytes of all elements, then the second bytes, …; bytes that make no
/// whole element follow unchanged. The filter of HDF5, blosc and numcodecs.
///
/// Elements of 2 and 4 bytes go eight at a time through 64-bit words.
final class ByteShuffle {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ByteShuffle() {}

  static void shuffle(byte[] in, int inAt, byte[] out, int outAt, int length, int size) {
    int count = length / size;
    int done = 0;
    if (size == 2) {
      done = shuffle2(in, inAt, out, outAt, count);
    } else if (size == 4) {
      done = shuffle4(in, inAt, out, outAt, count);
    }
    for (int b = 0; b < size; b++) {
      int target = outAt + b * count;
      for (int i = done; i < count; i++) {
        out[target + i] = in[inAt + i * size + b];
      }
    }
    System.arraycopy(in, inAt + count * size, out, outAt + count * size, length - count * size);
  }

  static void unshuffle(byte[] in, int inAt, byte[] out, int outAt, int length, int size) {
    int count = length / size;
    int done = 0;
    if (size == 2) {
      done = unshuffle2(in, inAt, out, outAt, count);
    } else if (size == 4) {
      done = unshuffle4(in, inAt, out, outAt, count);
    }
    for (int b = 0; b < size; b++) {
      int source = inAt + b * count;
      for (int i = done; i < count; i++) {
        out[outAt + i * size + b] = in[source + i];
      }
    }
    System.arraycopy(in, inAt + count * size, out, outAt + count * size, length - count * size);
  }

  private static int shuffle2(byte[] in, int inAt, byte[] out, int outAt, int count) {
    int whole = count & ~7;
    for (int i = 0; i < whole; i += 8) {
      long a = (long) LONG.get(in, inAt + 2 * i);
      long b = (long) LONG.get(in, inAt + 2 * i + 8);
      LONG.set(out, outAt + i, evenBytes(a) | evenBytes(b) << 32);
      LONG.set(out, outAt + count + i, evenBytes(a >>> 8) | evenBytes(b >>> 8) << 32);
    }
    return whole;
  }

  private static int shuffle4(byte[] in, int inAt, byte[] out, int outAt, int count) {
    int whole = count & ~7;
    for (int i = 0; i < whole; i += 8) {
      int at = inAt + 4 * i;
      long a = (long) LONG.get(in, at);
      long b = (long) LONG.get(in, at + 8);
      long c = (long) LONG.get(in, at + 16);
      long d = (long) LONG.get(in, at + 24);
      long lowA = evenPairs(a) | evenPairs(b) << 32;
      long lowB = evenPairs(c) | evenPairs(d) << 32;
      long highA = evenPairs(a >>> 16) | evenPairs(b >>> 16) << 32;
      long highB = evenPairs(c >>> 16) | evenPairs(d >>> 16) << 32;
      LONG.set(out, outAt + i, evenBytes(lowA) | evenBytes(lowB) << 32);
      LONG.set(out, outAt + count + i, evenBytes(lowA >>> 8) | evenBytes(lowB >>> 8) << 32);
      LONG.set(out, outAt + 2 * count + i, evenBytes(highA) | evenBytes(highB) << 32);
      LONG.set(out, outAt + 3 * count + i, evenBytes(highA >>> 8) | evenBytes(highB >>> 8) << 32);
    }
    return whole;
  }

  private static int unshuffle2(byte[] in, int inAt, byte[] out, int outAt, int count) {
    int whole = count & ~7;
    for (int i = 0; i < whole; i += 8) {
      long low = (long) LONG.get(in, inAt + i);
      long high = (long) LONG.get(in, inAt + count + i);
      LONG.set(out, outAt + 2 * i, spreadBytes(low) | spreadBytes(high) << 8);
      LONG.set(out, outAt + 2 * i + 8, spreadBytes(low >>> 32) | spreadBytes(high >>> 32) << 8);
    }
    return whole;
  }

  private static int unshuffle4(byte[] in, int inAt, byte[] out, int outAt, int count) {
    int whole = count & ~7;
    for (int i = 0; i < whole; i += 8) {
      long b0 = (long) LONG.get(in, inAt + i);
      long b1 = (long) LONG.get(in, inAt + count + i);
      long b2 = (long) LONG.get(in, inAt + 2 * count + i);
      long b3 = (long) LONG.get(in, inAt + 3 * count + i);
      long lowA = spreadBytes(b0) | spreadBytes(b1) << 8;
      long lowB = spreadBytes(b0 >>> 32) | spreadBytes(b1 >>> 32) << 8;
      long highA = spreadBytes(b2) | spreadBytes(b3) << 8;
      long highB = spreadBytes(b2 >>> 32) | spreadBytes(b3 >>> 32) << 8;
      int at = outAt + 4 * i;
      LONG.set(out, at, spreadPairs(lowA) | spreadPairs(highA) << 16);
      LONG.set(out, at + 8, spreadPairs(lowA >>> 32) | spreadPairs(highA >>> 32) << 16);
      LONG.set(out, at + 16, spreadPairs(lowB) | spreadPairs(highB) << 16);
      LONG.set(out, at + 24, spreadPairs(lowB >>> 32) | spreadPairs(highB >>> 32) << 16);
    }
    return whole;
  }

  /// Bytes 0, 2, 4, 6 as the low 32 bits.
  private static long evenBytes(long x) {
    x &= 0x00FF00FF00FF00FFL;
    x = (x | x >>> 8) & 0x0000FFFF0000FFFFL;
    return (x | x >>> 16) & 0xFFFFFFFFL;
  }

  /// Byte pairs 0 and 2 as the low 32 bits.
  private static long evenPairs(long x) {
    x &= 0x0000FFFF0000FFFFL;
    return (x | x >>> 16) & 0xFFFFFFFFL;
  }

  /// The low four bytes at bytes 0, 2, 4, 6.
  private static long spreadBytes(long x) {
    x &= 0xFFFFFFFFL;
    x = (x | x << 16) & 0x0000FFFF0000FFFFL;
    return (x | x << 8) & 0x00FF00FF00FF00FFL;
  }

  /// The low two byte pairs at pairs 0 and 2.
  private static long spreadPairs(long x) {
    x &= 0xFFFFFFFFL;
    return (x | x << 16) & 0x0000FFFF0000FFFFL;
  }
}
