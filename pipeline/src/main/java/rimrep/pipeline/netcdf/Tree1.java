package rimrep.pipeline.netcdf;

import java.util.HashSet;
import java.util.Set;

/// A version 1 B-tree: HDF5 File Format Specification, section III.A.1. Visits the children of its
/// leaves in order.
final class Tree1 {
  private static final String STRUCTURE = "HDF5 version 1 B-tree";
  static final int GROUP = 0;
  static final int CHUNKS = 1;

  interface Visitor {
    /// @param key the key before the child
    void visit(Cursor key, long child);
  }

  private final HdfBytes bytes;
  private final int type;
  private final int keyBytes;
  private final Visitor visitor;
  private final Set<Long> visited = new HashSet<>();

  private Tree1(HdfBytes bytes, int type, int keyBytes, Visitor visitor) {
    this.bytes = bytes;
    this.type = type;
    this.keyBytes = keyBytes;
    this.visitor = visitor;
  }

  static void walk(HdfBytes bytes, long address, int type, int keyBytes, Visitor visitor) {
    new Tree1(bytes, type, keyBytes, visitor).node(address, -1);
  }

  /// @param expectedLevel -1 for the root, whose level is believed up to 32
  private void node(long address, int expectedLevel) {
    int head = 8 + 2 * bytes.offsetSize();
    Cursor in = bytes.block(address, head, STRUCTURE);
    in.expect("TREE");
    int foundType = in.u8();
    int level = in.u8();
    int entries = in.u16();
    boolean levelFits = expectedLevel < 0 ? level <= 32 : level == expectedLevel;
    if (foundType != type || !levelFits || !visited.add(address)) {
      throw in.bad(
          "node of type " + foundType + ", level " + level + ", met before or elsewhere",
          "type " + type + ", one level below its parent, met once");
    }
    long length = (long) entries * (keyBytes + bytes.offsetSize());
    Cursor body = bytes.block(address + head, length, STRUCTURE);
    for (int i = 0; i < entries; i++) {
      long at = body.position();
      Cursor key = Cursor.littleEndian(bytes.file(), STRUCTURE, body.bytes(keyBytes), at);
      long child = bytes.address(body);
      if (level > 0) {
        node(child, level - 1);
      } else {
        visitor.visit(key, child);
      }
    }
  }
}
