package rimrep.pipeline.netcdf;

/// The Fletcher-32 checksum as HDF5 computes it: over big-endian 16-bit words, an odd last byte
/// counts as a high byte.
final class Fletcher32 {
  private Fletcher32() {}

  static int of(byte[] bytes, int from, int length) {
    long sum = 0;
    long sums = 0;
    int words = length / 2;
    int at = from;
    while (words > 0) {
      int run = Math.min(words, 360);
      words -= run;
      for (int i = 0; i < run; i++) {
        sum += (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
        sums += sum;
        at += 2;
      }
      sum = (sum & 0xffff) + (sum >>> 16);
      sums = (sums & 0xffff) + (sums >>> 16);
    }
    if (length % 2 == 1) {
      sum += (bytes[at] & 0xff) << 8;
      sums += sum;
    }
    return fold(sums) << 16 | fold(sum);
  }

  private static int fold(long sum) {
    long folded = (sum & 0xffff) + (sum >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    return (int) folded;
  }

  /// Whether a stored checksum is right; releases of HDF5 before 1.6.3 swapped its bytes.
  static boolean matches(int computed, int stored) {
    int swapped = (computed & 0x00ff00ff) << 8 | (computed >>> 8 & 0x00ff00ff);
    return stored == computed || stored == swapped;
  }
}
