package rimrep.pipeline.netcdf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The structures of an HDF5 file that end with a checksum, found by trying; to make damage look
/// sound.
record Checksums(List<Range> ranges) {
  private static final Set<String> SIGNATURES =
      Set.of(
          "OHDR", "OCHK", "FRHP", "FHIB", "BTHD", "BTLF", "BTIN", "FAHD", "FADB", "EAHD", "EAIB",
          "EASB", "EADB");
  private static final int LONGEST = 1024;

  record Range(int start, int length) {}

  static Checksums of(byte[] file) {
    List<Range> ranges = new ArrayList<>();
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (int at = 0; at + 8 < file.length; at++) {
      if (SIGNATURES.contains(text.substring(at, at + 4))) {
        for (int length = 8; length < LONGEST && at + length + 4 <= file.length; length++) {
          if (stored(file).getInt(at + length) == Lookup3.hash(file, at, length)) {
            ranges.add(new Range(at, length));
            break;
          }
        }
      }
    }
    return new Checksums(ranges);
  }

  private static ByteBuffer stored(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  void repair(byte[] mutant) {
    for (Range range : ranges) {
      int end = range.start + range.length;
      if (end + 4 <= mutant.length) {
        stored(mutant).putInt(end, Lookup3.hash(mutant, range.start, range.length));
      }
    }
  }
}
