package rimrep.pipeline.netcdf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The global heap, which holds elements of variable length: HDF5 File Format Specification,
/// section III.E. Safe for several threads.
final class GlobalHeap {
  private static final String STRUCTURE = "HDF5 global heap";
  private static final int KEPT = 64;

  private final HdfBytes bytes;
  private final Map<Long, Map<Integer, byte[]>> collections = new LinkedHashMap<>(16, 0.75f, true);

  GlobalHeap(HdfBytes bytes) {
    this.bytes = bytes;
  }

  /// Reads an element: its length, then where it lies; and returns its bytes.
  ///
  /// @param unit bytes of which the length counts
  byte[] element(Cursor in, int unit) {
    long count = in.u32();
    long address = bytes.address(in);
    int index = in.i32();
    if (count == 0 || address == 0 || address == HdfBytes.UNDEFINED) {
      return new byte[0];
    }
    byte[] object = collection(address).get(index);
    if (object == null || count > object.length / unit) {
      throw in.bad(
          "object " + index + " of " + count + " elements in the heap at " + address,
          "one that is there");
    }
    int length = (int) count * unit;
    return object.length == length ? object : Arrays.copyOf(object, length);
  }

  private Map<Integer, byte[]> collection(long address) {
    synchronized (collections) {
      Map<Integer, byte[]> known = collections.get(address);
      if (known != null) {
        return known;
      }
    }
    Map<Integer, byte[]> loaded = load(address);
    synchronized (collections) {
      collections.put(address, loaded);
      if (collections.size() > KEPT) {
        collections.remove(collections.keySet().iterator().next());
      }
    }
    return loaded;
  }

  private Map<Integer, byte[]> load(long address) {
    Cursor head = bytes.block(address, 8 + bytes.lengthSize(), STRUCTURE);
    head.expect("GCOL");
    head.expectVersion(1);
    head.skip(3);
    long size = bytes.length(head);
    Cursor in = bytes.block(address, size, STRUCTURE);
    in.skip(8 + bytes.lengthSize());
    Map<Integer, byte[]> objects = new HashMap<>();
    while (in.remaining() >= 8 + bytes.lengthSize()) {
      int index = in.u16();
      in.skip(6);
      long length = bytes.length(in);
      if (index == 0) {
        break;
      }
      objects.put(index, in.bytes(length));
      in.skip(Math.min(in.remaining(), -length & 7));
    }
    return objects;
  }
}
