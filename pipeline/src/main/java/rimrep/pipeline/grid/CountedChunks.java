package rimrep.pipeline.grid;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Chunks whose cells were counted from their stored bytes, and by what digest those bytes are
/// known. Facts are a function of the bytes: who finds every chunk with the same digest again need
/// not decode and count them again. Survives JSON.
///
/// @param digests key below the store's prefix to SHA-256 of the stored bytes
/// @param arrays what the cells of these chunks hold, together, by array
/// @param plane of the marks
/// @param marks by array: the cells of the plane that hold a valid value in any step, C order; a
///   deflated bit set in base64
public record CountedChunks(
    SortedMap<String, String> digests,
    SortedMap<String, CellFacts> arrays,
    Optional<DataPlane> plane,
    SortedMap<String, String> marks) {

  static String pack(BitSet marks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(marks.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  BitSet marked(String array) {
    String packed = marks.get(array);
    if (packed == null) {
      return new BitSet();
    }
    byte[] bytes = Base64.getDecoder().decode(packed);
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return BitSet.valueOf(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether all chunks are there with the same bytes.
  boolean holdsFor(Map<String, String> found) {
    return digests.entrySet().stream().allMatch(d -> d.getValue().equals(found.get(d.getKey())));
  }
}
