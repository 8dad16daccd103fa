package rimrep.pipeline.netcdf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The messages of an object's header: HDF5 File Format Specification, section IV.A, versions 1 and
/// 2, with their continuations.
///
/// @param address of the header, which is what references to the object hold
record ObjectHeader(HdfBytes bytes, long address, List<Message> messages) {
  static final int DATASPACE = 0x01;
  static final int LINK_INFO = 0x02;
  static final int DATATYPE = 0x03;
  static final int OLD_FILL = 0x04;
  static final int FILL = 0x05;
  static final int LINK = 0x06;
  static final int EXTERNAL_FILES = 0x07;
  static final int LAYOUT = 0x08;
  static final int FILTERS = 0x0b;
  static final int ATTRIBUTE = 0x0c;
  static final int CONTINUATION = 0x10;
  static final int SYMBOL_TABLE = 0x11;
  static final int ATTRIBUTE_INFO = 0x15;

  private static final int SHARED = 2;
  private static final String STRUCTURE = "HDF5 object header";

  /// @param order creation order, 0 if the header does not keep it
  /// @param at position of the body in the file
  record Message(int type, int flags, int order, byte[] body, long at) {
    boolean shared() {
      return (flags & SHARED) != 0;
    }
  }

  private record Block(long address, long length) {}

  static ObjectHeader read(HdfBytes bytes, long address) {
    Cursor start = bytes.block(address, 6, STRUCTURE);
    int first = start.u8();
    Reader reader = new Reader(bytes);
    if (first == 1) {
      reader.readOld(address);
    } else {
      reader.readRecent(address);
    }
    return new ObjectHeader(bytes, address, List.copyOf(reader.messages));
  }

  Optional<Message> first(int type) {
    return messages.stream().filter(m -> m.type == type).findFirst();
  }

  List<Message> all(int type) {
    return messages.stream().filter(m -> m.type == type).toList();
  }

  Cursor open(Message message, String structure) {
    return Cursor.littleEndian(bytes.file(), structure, message.body, message.at);
  }

  /// A message that may be shared: then it stands in the header of another object (a committed
  /// type).
  Cursor openShared(Message message, String structure) {
    if (!message.shared()) {
      return open(message, structure);
    }
    Cursor in = open(message, "shared " + structure);
    return follow(bytes, in, message.type, structure);
  }

  /// Reads a reference to a shared message (section IV.A.2, "Shared Message") and opens that.
  static Cursor follow(HdfBytes bytes, Cursor in, int type, String structure) {
    int version = in.u8();
    int kind = in.u8();
    if (version == 3 && kind == 1) {
      throw in.bad("shared header messages", "messages of the object or of a committed type");
    }
    if (version < 1 || version > 3) {
      throw in.bad("version " + version, "1 to 3");
    }
    in.skip(version == 1 ? 6 : 0);
    ObjectHeader other = read(bytes, bytes.address(in));
    Message message =
        other
            .first(type)
            .filter(m -> !m.shared())
            .orElseThrow(() -> in.bad("the shared object has no " + structure, "one"));
    return other.open(message, structure);
  }

  private static final class Reader {
    private final HdfBytes bytes;
    private final List<Message> messages = new ArrayList<>();
    private final Deque<Block> pending = new ArrayDeque<>();
    private final Set<Long> visited = new HashSet<>();
    private long total;

    Reader(HdfBytes bytes) {
      this.bytes = bytes;
    }

    void readOld(long address) {
      Cursor in = bytes.block(address, 16, STRUCTURE);
      in.expectVersion(1);
      in.skip(7);
      long size = in.u32();
      pending.add(new Block(address + 16, size));
      while (!pending.isEmpty()) {
        Block block = next();
        Cursor messagesIn = bytes.block(block.address, block.length, STRUCTURE);
        while (messagesIn.remaining() >= 8) {
          int type = messagesIn.u16();
          int length = messagesIn.u16();
          int flags = messagesIn.u8();
          messagesIn.skip(3);
          add(messagesIn, type, length, flags, 0);
        }
      }
    }

    void readRecent(long address) {
      Cursor in = bytes.block(address, 6, STRUCTURE);
      in.expect("OHDR");
      in.expectVersion(2);
      int flags = in.u8();
      int before = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
      int sizeBytes = 1 << (flags & 3);
      Cursor sizeIn = bytes.block(address + before, sizeBytes, STRUCTURE);
      long size = sizeIn.size(sizeBytes);
      bytes.file().check(bytes.position(address, STRUCTURE), size, STRUCTURE);
      int prefix = before + sizeBytes;
      Cursor first = bytes.verified(address, prefix + size + 4, STRUCTURE);
      first.skip(prefix);
      boolean ordered = (flags & 4) != 0;
      readRecent(first, ordered);
      while (!pending.isEmpty()) {
        Block block = next();
        Cursor more = bytes.verified(block.address, block.length, STRUCTURE);
        more.expect("OCHK");
        readRecent(more, ordered);
      }
    }

    private void readRecent(Cursor in, boolean ordered) {
      int head = ordered ? 6 : 4;
      while (in.remaining() >= head) {
        int type = in.u8();
        int length = in.u16();
        int flags = in.u8();
        int order = ordered ? in.u16() : 0;
        add(in, type, length, flags, order);
      }
    }

    private Block next() {
      Block block = pending.remove();
      total += block.length;
      long at = bytes.position(block.address, STRUCTURE);
      if (!visited.add(block.address)) {
        throw bytes.file().bad(at, STRUCTURE, "continuation that leads back", "an end");
      }
      bytes.file().check(0, total, STRUCTURE);
      return block;
    }

    private void add(Cursor in, int type, int length, int flags, int order) {
      long at = in.position();
      Message message = new Message(type, flags, order, in.bytes(length), at);
      if (type != CONTINUATION) {
        messages.add(message);
        return;
      }
      Cursor body = Cursor.littleEndian(bytes.file(), STRUCTURE, message.body, at);
      pending.add(new Block(bytes.address(body), bytes.length(body)));
    }
  }
}
