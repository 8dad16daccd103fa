package rimrep.pipeline.netcdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The filters that each chunk went through when written, in that order: HDF5 File Format
/// Specification, section IV.A.2.l.
record Filters(List<Filter> list) {
  static final Filters NONE = new Filters(List.of());

  enum Kind {
    DEFLATE,
    SHUFFLE,
    FLETCHER32,
    ZSTD,
    UNKNOWN
  }

  /// @param settings its client data; of shuffle the bytes per element
  record Filter(Kind kind, int id, String name, List<Integer> settings) {}

  static Filters parse(Cursor in) {
    int version = in.u8();
    if (version != 1 && version != 2) {
      throw in.bad("version " + version, "1 or 2");
    }
    int count = in.u8();
    in.skip(version == 1 ? 6 : 0);
    if (count > 32) {
      throw in.bad(count + " filters", "at most 32");
    }
    List<Filter> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      filters.add(filter(in, version));
    }
    return new Filters(List.copyOf(filters));
  }

  private static Filter filter(Cursor in, int version) {
    int id = in.u16();
    int nameLength = version == 1 || id >= 256 ? in.u16() : 0;
    in.skip(2);
    int count = in.u16();
    String name =
        Text.trimmed(in.bytes(version == 1 ? nameLength + (-nameLength & 7) : nameLength));
    List<Integer> settings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      settings.add(in.i32());
    }
    in.skip(version == 1 && count % 2 == 1 ? 4 : 0);
    return new Filter(kind(id), id, name, List.copyOf(settings));
  }

  private static Kind kind(int id) {
    return switch (id) {
      case 1 -> Kind.DEFLATE;
      case 2 -> Kind.SHUFFLE;
      case 3 -> Kind.FLETCHER32;
      case 32015 -> Kind.ZSTD;
      default -> Kind.UNKNOWN;
    };
  }

  /// Why chunks of this pipeline cannot be read.
  Optional<String> refusal() {
    int compressors = 0;
    for (Filter filter : list) {
      switch (filter.kind) {
        case UNKNOWN -> {
          return Optional.of("filter " + title(filter));
        }
        case DEFLATE, ZSTD -> compressors++;
        case SHUFFLE, FLETCHER32 -> {}
      }
    }
    return compressors > 1 ? Optional.of("two compressors") : Optional.empty();
  }

  private static String title(Filter filter) {
    String known =
        switch (filter.id) {
          case 4 -> "szip";
          case 5 -> "nbit";
          case 6 -> "scaleoffset";
          case 32000 -> "lzf";
          case 32001 -> "blosc";
          default -> filter.name;
        };
    return (filter.id + " " + known).strip();
  }
}
