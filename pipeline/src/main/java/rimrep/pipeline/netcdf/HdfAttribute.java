package rimrep.pipeline.netcdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// An attribute as stored: HDF5 File Format Specification, sections IV.A.2.m and v.
///
/// @param elements the cursor stands at the first of `count` elements
/// @param order of creation
record HdfAttribute(
    String name, HdfType type, long count, boolean none, Cursor elements, int order) {
  private static final String STRUCTURE = "HDF5 attribute";

  /// The attributes of an object in their order of creation.
  static List<HdfAttribute> of(ObjectHeader header) {
    List<HdfAttribute> attributes = new ArrayList<>();
    for (ObjectHeader.Message message : header.all(ObjectHeader.ATTRIBUTE)) {
      attributes.add(parse(header.bytes(), header.openShared(message, STRUCTURE), message.order()));
    }
    header
        .first(ObjectHeader.ATTRIBUTE_INFO)
        .ifPresent(m -> dense(header.bytes(), header.open(m, STRUCTURE), attributes));
    attributes.sort(Comparator.comparingInt(HdfAttribute::order));
    return attributes;
  }

  private static void dense(HdfBytes bytes, Cursor in, List<HdfAttribute> attributes) {
    in.expectVersion(0);
    int flags = in.u8();
    in.skip((flags & 1) != 0 ? 2 : 0);
    long heapAddress = bytes.address(in);
    long byName = bytes.address(in);
    if (heapAddress == HdfBytes.UNDEFINED || byName == HdfBytes.UNDEFINED) {
      return;
    }
    FractalHeap heap = new FractalHeap(bytes, heapAddress);
    Tree2.walk(
        bytes,
        byName,
        8,
        record -> {
          Cursor object = heap.object(record, 8, STRUCTURE);
          boolean shared = (record.u8() & 2) != 0;
          if (shared) {
            throw record.bad("a shared attribute", "one of the object's own");
          }
          attributes.add(parse(bytes, object, record.i32()));
        });
  }

  private static HdfAttribute parse(HdfBytes bytes, Cursor in, int order) {
    int version = in.u8();
    if (version < 1 || version > 3) {
      throw in.bad("version " + version, "1 to 3");
    }
    int flags = in.u8();
    int nameBytes = in.u16();
    int typeBytes = in.u16();
    int spaceBytes = in.u16();
    in.skip(version == 3 ? 1 : 0);
    int padding = version == 1 ? 7 : 0;
    String name = zeroCut(in.bytes(nameBytes));
    in.skip(-nameBytes & padding);
    Cursor typeIn = in.part(typeBytes);
    in.skip(-typeBytes & padding);
    boolean sharedType = version > 1 && (flags & 1) != 0;
    HdfType type =
        HdfType.parse(
            bytes,
            sharedType
                ? ObjectHeader.follow(bytes, typeIn, ObjectHeader.DATATYPE, "datatype")
                : typeIn);
    Dataspace space = Dataspace.parse(bytes, in.part(spaceBytes));
    in.skip(-spaceBytes & padding);
    long count = space.elements(in, in.remaining() / type.size());
    return new HdfAttribute(name, type, count, space.none(), in, order);
  }

  private static String zeroCut(byte[] bytes) {
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return Text.decode(bytes, 0, length);
  }

  /// The attribute as callers see it. One of a type we do not read has no values.
  Attribute decode(GlobalHeap heap) {
    Cursor in = elements.copy();
    return switch (type) {
      case HdfType.Number number -> {
        byte[] data = in.bytes(count * number.size());
        if (number.bigEndian()) {
          Cells.swap(data, 0, data.length, number.size());
        }
        yield new Attribute(name, number.cells(), Cells.numbers(number.cells(), data));
      }
      case HdfType.FixedText text -> fixedText(in, text);
      case HdfType.VariableText _ -> {
        List<Object> texts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
          texts.add(Text.trimmed(heap.element(in, 1)));
        }
        yield new Attribute(name, DataType.STRING, texts);
      }
      case HdfType.Sequence _, HdfType.Reference _, HdfType.Other _ ->
          new Attribute(name, DataType.OTHER, List.of());
    };
  }

  /// One fixed text, or an array of single characters, is a netCDF char attribute.
  private Attribute fixedText(Cursor in, HdfType.FixedText text) {
    if (count <= 1 || text.size() == 1) {
      return new Attribute(
          name,
          DataType.CHAR,
          List.of(HdfText.fixed(in.bytes(count * text.size()), text.padding())));
    }
    List<Object> texts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      texts.add(HdfText.fixed(in.bytes(text.size()), text.padding()));
    }
    return new Attribute(name, DataType.STRING, texts);
  }

  /// The first fixed text, empty if it is of another type.
  String fixedTextValue() {
    if (count < 1 || !(type instanceof HdfType.FixedText(int size, int padding))) {
      return "";
    }
    return HdfText.fixed(elements.copy().bytes(size), padding);
  }

  /// The addresses of the first object that each element of a `DIMENSION_LIST` refers to; {@link
  /// HdfBytes#UNDEFINED} where it refers to none.
  List<Long> references(HdfBytes bytes, GlobalHeap heap) {
    List<Long> addresses = new ArrayList<>();
    if (!(type instanceof HdfType.Sequence(_, HdfType.Reference(int size)))) {
      return addresses;
    }
    Cursor in = elements.copy();
    for (long i = 0; i < count; i++) {
      long at = in.position();
      byte[] object = heap.element(in, size);
      addresses.add(
          object.length == 0
              ? HdfBytes.UNDEFINED
              : bytes.address(Cursor.littleEndian(bytes.file(), STRUCTURE, object, at)));
    }
    return addresses;
  }
}
