package rimrep.pipeline.netcdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The members of a group: HDF5 File Format Specification, sections IV.A.2.c, g and r, III.B to D.
/// Only hard links: a soft link is a second name, an external link leads out of the file.
final class Links {
  private static final String STRUCTURE = "HDF5 link";

  private final HdfBytes bytes;
  private final List<Link> found = new ArrayList<>();

  /// @param order of creation, 0 if the group does not keep it
  record Link(String name, long address, long order) {}

  private Links(HdfBytes bytes) {
    this.bytes = bytes;
  }

  /// Whether the object is a group.
  static boolean isGroup(ObjectHeader header) {
    return header.first(ObjectHeader.SYMBOL_TABLE).isPresent()
        || header.first(ObjectHeader.LINK_INFO).isPresent()
        || header.first(ObjectHeader.LINK).isPresent();
  }

  /// The members in their order of creation, else by name.
  static List<Link> of(ObjectHeader header) {
    Links links = new Links(header.bytes());
    header.first(ObjectHeader.SYMBOL_TABLE).ifPresent(m -> links.old(header.open(m, STRUCTURE)));
    header.all(ObjectHeader.LINK).forEach(m -> links.link(header.open(m, STRUCTURE)));
    header.first(ObjectHeader.LINK_INFO).ifPresent(m -> links.dense(header.open(m, STRUCTURE)));
    links.found.sort(Comparator.comparingLong(Link::order).thenComparing(Link::name));
    return List.copyOf(links.found);
  }

  private void old(Cursor in) {
    long tree = bytes.address(in);
    LocalHeap names = LocalHeap.read(bytes, bytes.address(in));
    Tree1.walk(bytes, tree, Tree1.GROUP, bytes.lengthSize(), (_, child) -> node(child, names));
  }

  private void node(long address, LocalHeap names) {
    String structure = "HDF5 symbol table node";
    Cursor head = bytes.block(address, 8, structure);
    head.expect("SNOD");
    head.expectVersion(1);
    head.skip(1);
    int count = head.u16();
    int each = 2 * bytes.offsetSize() + 24;
    Cursor in = bytes.block(address + 8, (long) count * each, structure);
    for (int i = 0; i < count; i++) {
      long name = bytes.address(in);
      long object = bytes.address(in);
      long cache = in.u32();
      in.skip(20);
      if (cache != 2) {
        found.add(new Link(names.name(name), object, 0));
      }
    }
  }

  private void dense(Cursor in) {
    in.expectVersion(0);
    int flags = in.u8();
    in.skip((flags & 1) != 0 ? 8 : 0);
    long heapAddress = bytes.address(in);
    long byName = bytes.address(in);
    if (heapAddress == HdfBytes.UNDEFINED || byName == HdfBytes.UNDEFINED) {
      return;
    }
    FractalHeap heap = new FractalHeap(bytes, heapAddress);
    Tree2.walk(
        bytes,
        byName,
        5,
        record -> {
          record.skip(4);
          link(heap.object(record, 7, STRUCTURE));
        });
  }

  private void link(Cursor in) {
    in.expectVersion(1);
    int flags = in.u8();
    int kind = (flags & 8) != 0 ? in.u8() : 0;
    long order = (flags & 4) != 0 ? in.i64() : 0;
    in.skip((flags & 16) != 0 ? 1 : 0);
    String name = in.text(in.size(1 << (flags & 3)));
    if (kind == 0) {
      found.add(new Link(name, bytes.address(in), order));
    }
  }

  /// The names of an old group.
  private record LocalHeap(Cursor data) {
    static LocalHeap read(HdfBytes bytes, long address) {
      String structure = "HDF5 local heap";
      Cursor in = bytes.block(address, 8 + 2L * bytes.lengthSize() + bytes.offsetSize(), structure);
      in.expect("HEAP");
      in.expectVersion(0);
      in.skip(3);
      long size = bytes.length(in);
      in.skip(bytes.lengthSize());
      return new LocalHeap(bytes.block(bytes.address(in), size, structure));
    }

    String name(long offset) {
      Cursor in = data.copy();
      in.skip(offset);
      return in.zeroEnded();
    }
  }
}
