package rimrep.pipeline.netcdf;

import java.util.Optional;

/// What elements that were never written read as: HDF5 File Format Specification, sections IV.A.2.e
/// and f.
///
/// @param stored bytes of one element as its writer chose them; empty: nothing was chosen
record Fill(Optional<byte[]> stored) {
  private static final String STRUCTURE = "fill value";

  static Fill of(ObjectHeader header, int elementSize) {
    Optional<ObjectHeader.Message> recent = header.first(ObjectHeader.FILL);
    if (recent.isPresent()) {
      return checked(header.openShared(recent.get(), STRUCTURE), elementSize, false);
    }
    return header
        .first(ObjectHeader.OLD_FILL)
        .map(m -> checked(header.openShared(m, STRUCTURE), elementSize, true))
        .orElseGet(() -> new Fill(Optional.empty()));
  }

  private static Fill checked(Cursor in, int elementSize, boolean old) {
    Optional<byte[]> value = old ? sized(in) : recent(in);
    value.ifPresent(bytes -> {
      if (bytes.length != elementSize) {
        throw in.bad(bytes.length + " bytes", elementSize + ", the size of an element");
      }
    });
    return new Fill(value);
  }

  private static Optional<byte[]> recent(Cursor in) {
    int version = in.u8();
    return switch (version) {
      case 1, 2 -> {
        in.skip(2);
        boolean defined = in.u8() != 0;
        yield version == 1 || defined ? sized(in) : Optional.empty();
      }
      case 3 -> (in.u8() & 0x20) != 0 ? sized(in) : Optional.empty();
      default -> throw in.bad("version " + version, "1 to 3");
    };
  }

  /// A size of 0 or -1 means that nothing was chosen.
  private static Optional<byte[]> sized(Cursor in) {
    int size = in.i32();
    return size <= 0 ? Optional.empty() : Optional.of(in.bytes(size));
  }

  /// What a chunk that is not there holds: zeros unless something else was chosen.
  byte[] ofMissingChunk(int elementSize) {
    return stored.orElseGet(() -> new byte[elementSize]);
  }
}
