package rimrep.pipeline.netcdf;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// A version 2 B-tree: HDF5 File Format Specification, section III.A.2. Visits its records in
/// order.
final class Tree2 {
  private static final String STRUCTURE = "HDF5 version 2 B-tree";
  private static final int NODE_OVERHEAD = 10;

  private final HdfBytes bytes;
  private final Consumer<Cursor> visitor;
  private final Set<Long> visited = new HashSet<>();
  private final int type;
  private final long nodeSize;
  private final int recordSize;
  private final int depth;

  /// Bytes of the number of records in a child, and by level of the sum below it.
  private final int countBytes;

  private final int[] sumBytes;

  private Tree2(HdfBytes bytes, Cursor header, Consumer<Cursor> visitor) {
    this.bytes = bytes;
    this.visitor = visitor;
    type = header.u8();
    nodeSize = header.u32();
    recordSize = header.u16();
    depth = header.u16();
    if (depth > 32 || recordSize < 1 || nodeSize < NODE_OVERHEAD + recordSize) {
      throw header.bad(
          "depth " + depth + ", records of " + recordSize + ", nodes of " + nodeSize,
          "a depth of at most 32 and nodes that hold records");
    }
    long perLeaf = (nodeSize - NODE_OVERHEAD) / recordSize;
    countBytes = bytesFor(perLeaf);
    sumBytes = new int[depth + 1];
    long below = perLeaf;
    for (int level = 1; level <= depth; level++) {
      int pointer = bytes.offsetSize() + countBytes + sumBytes[level - 1];
      long records = (nodeSize - NODE_OVERHEAD - pointer) / (recordSize + pointer);
      below = saturated(records + 1, below) + records;
      sumBytes[level] = bytesFor(below);
    }
  }

  private static long saturated(long a, long b) {
    return a <= 0 || b > (Long.MAX_VALUE >> 2) / a ? Long.MAX_VALUE >> 2 : a * b;
  }

  /// Bytes that hold numbers up to `limit`.
  private static int bytesFor(long limit) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, limit))) / 8 + 1;
  }

  /// Visits each record of the tree at `address`; fails if its records are of another type.
  ///
  /// @param expectedType section III.A.2, "Type"; the visitor gets a record without its type
  static void walk(HdfBytes bytes, long address, int expectedType, Consumer<Cursor> visitor) {
    walk(
        bytes,
        address,
        (type, record) -> {
          if (type != expectedType) {
            throw record.bad("records of type " + type, "type " + expectedType);
          }
          visitor.accept(record);
        });
  }

  interface TypedVisitor {
    void visit(int type, Cursor record);
  }

  static void walk(HdfBytes bytes, long address, TypedVisitor visitor) {
    long length = 4 + 1 + 1 + 4 + 2 + 2 + 1 + 1 + bytes.offsetSize() + 2 + bytes.lengthSize() + 4L;
    Cursor in = bytes.verified(address, length, STRUCTURE);
    in.expect("BTHD");
    in.expectVersion(0);
    int type = in.copy().u8();
    Tree2 tree = new Tree2(bytes, in, record -> visitor.visit(type, record));
    in.skip(2);
    long root = bytes.address(in);
    int records = in.u16();
    if (root != HdfBytes.UNDEFINED) {
      tree.node(root, records, tree.depth);
    }
  }

  private void node(long address, long records, int level) {
    if (!visited.add(address)) {
      throw bytes
          .file()
          .bad(bytes.position(address, STRUCTURE), STRUCTURE, "a node met twice", "a tree");
    }
    int pointer = bytes.offsetSize() + countBytes + (level > 1 ? sumBytes[level - 1] : 0);
    long pointers = level > 0 ? (records + 1) * pointer : 0;
    long length = NODE_OVERHEAD + records * recordSize + pointers;
    if (records < 0 || length > nodeSize) {
      throw bytes
          .file()
          .bad(
              bytes.position(address, STRUCTURE),
              STRUCTURE,
              records + " records in a node",
              "no more than its " + nodeSize + " bytes hold");
    }
    Cursor in = bytes.verified(address, length, STRUCTURE);
    in.expect(level > 0 ? "BTIN" : "BTLF");
    in.expectVersion(0);
    int found = in.u8();
    if (found != type) {
      throw in.bad("type " + found, "type " + type);
    }
    if (level == 0) {
      for (long i = 0; i < records; i++) {
        record(in);
      }
      return;
    }
    inner(in, records, level);
  }

  private void record(Cursor in) {
    long at = in.position();
    byte[] record = in.bytes(recordSize);
    visitor.accept(Cursor.littleEndian(bytes.file(), STRUCTURE, record, at));
  }

  private void inner(Cursor in, long records, int level) {
    Cursor pointers = in.copy();
    pointers.skip(records * recordSize);
    for (long i = 0; i <= records; i++) {
      long child = bytes.address(pointers);
      long count = pointers.size(countBytes);
      if (level > 1) {
        pointers.skip(sumBytes[level - 1]);
      }
      node(child, count, level - 1);
      if (i < records) {
        record(in);
      }
    }
  }
}
