package rimrep.pipeline.netcdf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Undoes the shuffle filter: the bytes of the elements come as planes, first all first bytes, then
/// all second bytes. Eight elements at a time, as 64-bit words.
final class Shuffle {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Shuffle() {}

  /// @param length bytes; a rest that fills no element follows the planes as it is
  static void undo(byte[] from, int at, int length, int element, byte[] to, int target) {
    int count = element > 0 ? length / element : 0;
    if (element <= 1 || count <= 1) {
      System.arraycopy(from, at, to, target, length);
      return;
    }
    int done =
        switch (element) {
          case 2 -> pairs(from, at, count, to, target);
          case 4 -> fours(from, at, count, to, target);
          case 8 -> eights(from, at, count, to, target);
          default -> 0;
        };
    for (int plane = 0; plane < element; plane++) {
      int source = at + plane * count;
      for (int i = done; i < count; i++) {
        to[target + i * element + plane] = from[source + i];
      }
    }
    int whole = count * element;
    System.arraycopy(from, at + whole, to, target + whole, length - whole);
  }

  /// The low four bytes, each followed by a zero byte.
  private static long spread8(long word) {
    long x = word & 0xffffffffL;
    x = (x | x << 16) & 0x0000ffff0000ffffL;
    return (x | x << 8) & 0x00ff00ff00ff00ffL;
  }

  /// The low two 16-bit words, each followed by a zero word.
  private static long spread16(long word) {
    return (word & 0xffffL) | (word & 0xffff0000L) << 16;
  }

  private static long word(byte[] from, int at) {
    return (long) LONGS.get(from, at);
  }

  private static int pairs(byte[] from, int at, int count, byte[] to, int target) {
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      long a = word(from, at + i);
      long b = word(from, at + count + i);
      LONGS.set(to, target + 2 * i, spread8(a) | spread8(b) << 8);
      LONGS.set(to, target + 2 * i + 8, spread8(a >>> 32) | spread8(b >>> 32) << 8);
    }
    return i;
  }

  private static int fours(byte[] from, int at, int count, byte[] to, int target) {
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      long a = word(from, at + i);
      long b = word(from, at + count + i);
      long c = word(from, at + 2 * count + i);
      long d = word(from, at + 3 * count + i);
      int out = target + 4 * i;
      four(spread8(a) | spread8(b) << 8, spread8(c) | spread8(d) << 8, to, out);
      four(
          spread8(a >>> 32) | spread8(b >>> 32) << 8,
          spread8(c >>> 32) | spread8(d >>> 32) << 8,
          to,
          out + 16);
    }
    return i;
  }

  /// Joins four low with four high halves of 32-bit elements.
  private static void four(long low, long high, byte[] to, int out) {
    LONGS.set(to, out, spread16(low) | spread16(high) << 16);
    LONGS.set(to, out + 8, spread16(low >>> 32) | spread16(high >>> 32) << 16);
  }

  private static int eights(byte[] from, int at, int count, byte[] to, int target) {
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      long a = word(from, at + i);
      long b = word(from, at + count + i);
      long c = word(from, at + 2 * count + i);
      long d = word(from, at + 3 * count + i);
      long e = word(from, at + 4 * count + i);
      long f = word(from, at + 5 * count + i);
      long g = word(from, at + 6 * count + i);
      long h = word(from, at + 7 * count + i);
      int out = target + 8 * i;
      for (int half = 0; half < 2; half++) {
        long ab = spread8(a) | spread8(b) << 8;
        long cd = spread8(c) | spread8(d) << 8;
        long ef = spread8(e) | spread8(f) << 8;
        long gh = spread8(g) | spread8(h) << 8;
        for (int quarter = 0; quarter < 2; quarter++) {
          long abcd = spread16(ab) | spread16(cd) << 16;
          long efgh = spread16(ef) | spread16(gh) << 16;
          LONGS.set(to, out, (abcd & 0xffffffffL) | efgh << 32);
          LONGS.set(to, out + 8, abcd >>> 32 | (efgh & 0xffffffff00000000L));
          out += 16;
          ab >>>= 32;
          cd >>>= 32;
          ef >>>= 32;
          gh >>>= 32;
        }
        a >>>= 32;
        b >>>= 32;
        c >>>= 32;
        d >>>= 32;
        e >>>= 32;
        f >>>= 32;
        g >>>= 32;
        h >>>= 32;
      }
    }
    return i;
  }
}
