package rimrep.pipeline.netcdf;

import java.util.List;
import java.util.Optional;

/// A dataset as its object header describes it.
///
/// @param name its path from the root group, as the links spell it
/// @param address of its header
record HdfDataset(
    String name,
    long address,
    HdfType type,
    Dataspace space,
    Layout layout,
    Filters filters,
    Fill fill,
    List<HdfAttribute> attributes) {
  /// No chunk is decoded that is larger.
  private static final long MAX_CHUNK = 1 << 30;

  /// Whether the object is a dataset.
  static boolean isDataset(ObjectHeader header) {
    return header.first(ObjectHeader.LAYOUT).isPresent()
        && header.first(ObjectHeader.DATASPACE).isPresent()
        && header.first(ObjectHeader.DATATYPE).isPresent();
  }

  static HdfDataset read(ObjectHeader header, String name) {
    HdfBytes bytes = header.bytes();
    HdfType type = HdfType.parse(bytes, open(header, ObjectHeader.DATATYPE, "datatype of " + name));
    Cursor spaceIn = open(header, ObjectHeader.DATASPACE, "dataspace of " + name);
    Dataspace space = Dataspace.parse(bytes, spaceIn);
    space.elements(spaceIn, Long.MAX_VALUE / type.size());
    Filters filters =
        header
            .first(ObjectHeader.FILTERS)
            .map(m -> Filters.parse(header.openShared(m, "filters of " + name)))
            .orElse(Filters.NONE);
    return new HdfDataset(
        name,
        header.address(),
        type,
        space,
        layout(header, name, space),
        filters,
        Fill.of(header, type.size()),
        HdfAttribute.of(header));
  }

  private static Cursor open(ObjectHeader header, int type, String structure) {
    return header.openShared(header.first(type).orElseThrow(), structure);
  }

  private static Layout layout(ObjectHeader header, String name, Dataspace space) {
    if (header.first(ObjectHeader.EXTERNAL_FILES).isPresent()) {
      return new Layout.Unreadable("values in other files");
    }
    Cursor in = open(header, ObjectHeader.LAYOUT, "layout of " + name);
    Layout layout = Layout.parse(header.bytes(), in);
    if (layout instanceof Layout.Chunked chunked && chunked.shape().length != space.rank()) {
      throw in.bad(
          "chunks of " + chunked.shape().length + " dimensions", space.rank() + " dimensions");
    }
    return layout;
  }

  Optional<HdfAttribute> attribute(String wanted) {
    return attributes.stream().filter(a -> a.name().equals(wanted)).findFirst();
  }

  /// Why its values cannot be read.
  Optional<String> refusal() {
    if (layout instanceof Layout.Unreadable(String what)) {
      return Optional.of(what);
    }
    return switch (type) {
      case HdfType.Number _, HdfType.FixedText _, HdfType.VariableText _ -> filters.refusal();
      case HdfType.Sequence _ -> Optional.of("sequences of variable length");
      case HdfType.Reference _ -> Optional.of("references to objects");
      case HdfType.Other(_, String what) -> Optional.of("values that are " + what);
    };
  }

  /// Bytes of a whole chunk when decoded, capped so that nothing overflows.
  long chunkBytes(Layout.Chunked chunked) {
    long bytes = type.size();
    for (int length : chunked.shape()) {
      bytes = bytes > Long.MAX_VALUE / length ? Long.MAX_VALUE : bytes * length;
    }
    return bytes;
  }

  /// Bytes of a whole chunk, if they are few enough to decode.
  int decodableChunkBytes(FileBytes file, Layout.Chunked chunked) {
    long bytes = chunkBytes(chunked);
    if (bytes > MAX_CHUNK) {
      throw file.unsupported("variable " + name, "chunks of " + bytes + " bytes", "at most 1 GiB");
    }
    return (int) bytes;
  }
}
