package rimrep.pipeline.netcdf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The header of a classic file: NetCDF Classic Format Specification, CDF-1, CDF-2 and CDF-5.
///
/// @param places where the values of each variable lie, in the order of `variables`
record ClassicHeader(
    NetcdfFile.Format format,
    List<Dimension> dimensions,
    List<Attribute> attributes,
    List<Variable> variables,
    List<Place> places,
    long recordBytes) {

  /// @param begin position of the first cell
  /// @param record whether it has one slab per record, `recordBytes` apart
  record Place(long begin, boolean record) {}

  static ClassicHeader parse(FileBytes file) {
    return new Parser(file).parse();
  }

  private record RawVariable(
      String name, DataType type, int[] dimensionIds, List<Attribute> attributes, long begin) {}

  private static final class Parser {
    private static final int DIMENSIONS = 10;
    private static final int VARIABLES = 11;
    private static final int ATTRIBUTES = 12;
    private static final String STRUCTURE = "classic netCDF header";

    private final FileBytes file;
    private final Cursor in;
    private NetcdfFile.Format format = NetcdfFile.Format.CDF1;
    private OptionalInt recordDimension = OptionalInt.empty();

    Parser(FileBytes file) {
      this.file = file;
      this.in = Cursor.bigEndian(file, STRUCTURE);
    }

    ClassicHeader parse() {
      in.expect("CDF");
      format =
          switch (in.u8()) {
            case 1 -> NetcdfFile.Format.CDF1;
            case 2 -> NetcdfFile.Format.CDF2;
            case 5 -> NetcdfFile.Format.CDF5;
            default -> throw in.bad("unknown version of the format", "1, 2 or 5");
          };
      long declared = wide() ? in.i64() : in.i32();
      List<Dimension> dimensions = dimensions();
      List<Attribute> attributes = attributes();
      List<RawVariable> variables = variables(dimensions);
      return layOut(declared, dimensions, attributes, variables);
    }

    private boolean wide() {
      return format == NetcdfFile.Format.CDF5;
    }

    /// A count: 4 bytes, in CDF-5 8.
    private long count() {
      long count = wide() ? in.i64() : in.i32();
      if (count < 0) {
        throw in.bad("count " + count, "no negative count");
      }
      return count;
    }

    /// The number of entries of a list that starts with this tag; an absent list has none.
    private int entries(int tag) {
      int found = in.i32();
      long count = count();
      if (found != tag && !(found == 0 && count == 0)) {
        throw in.bad("tag " + found, "tag " + tag);
      }
      if (count > in.remaining() / 8) {
        throw in.bad(count + " entries", "no more than the file can hold");
      }
      return (int) count;
    }

    private String name() {
      long length = count();
      String name = in.text(length);
      pad(length);
      return name;
    }

    private void pad(long length) {
      in.skip(Math.min(in.remaining(), -length & 3));
    }

    private List<Dimension> dimensions() {
      int count = entries(DIMENSIONS);
      List<Dimension> dimensions = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String name = name();
        long length = count();
        if (length == 0) {
          if (recordDimension.isPresent()) {
            throw in.bad("second record dimension " + name, "at most one");
          }
          recordDimension = OptionalInt.of(i);
        }
        dimensions.add(new Dimension(name, length, length == 0));
      }
      return dimensions;
    }

    private List<Attribute> attributes() {
      int count = entries(ATTRIBUTES);
      List<Attribute> attributes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String name = name();
        DataType type = type();
        long length = count();
        if (length > in.remaining()) {
          throw in.bad("attribute " + name + " of " + length + " values", "no more than the file");
        }
        long size = length * type.bytes();
        byte[] bytes = in.bytes(size);
        pad(size);
        attributes.add(attribute(name, type, bytes));
      }
      return attributes;
    }

    private static Attribute attribute(String name, DataType type, byte[] bytes) {
      if (type == DataType.CHAR) {
        return new Attribute(name, type, List.of(Text.trimmed(bytes)));
      }
      Cells.swap(bytes, 0, bytes.length, type.bytes());
      return new Attribute(name, type, Cells.numbers(type, bytes));
    }

    private DataType type() {
      int code = in.i32();
      if (code > 6 && !wide()) {
        throw in.bad("type " + code, "1 to 6 in " + format.title());
      }
      return switch (code) {
        case 1 -> DataType.INT8;
        case 2 -> DataType.CHAR;
        case 3 -> DataType.INT16;
        case 4 -> DataType.INT32;
        case 5 -> DataType.FLOAT32;
        case 6 -> DataType.FLOAT64;
        case 7 -> DataType.UINT8;
        case 8 -> DataType.UINT16;
        case 9 -> DataType.UINT32;
        case 10 -> DataType.INT64;
        case 11 -> DataType.UINT64;
        default -> throw in.bad("type " + code, "1 to 11");
      };
    }

    private List<RawVariable> variables(List<Dimension> dimensions) {
      int count = entries(VARIABLES);
      List<RawVariable> variables = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String name = name();
        int[] ids = dimensionIds(name, dimensions.size());
        List<Attribute> attributes = attributes();
        DataType type = type();
        count(); // vsize: redundant, and wrong in real files
        long begin = format == NetcdfFile.Format.CDF1 ? in.u32() : in.size(8);
        variables.add(new RawVariable(name, type, ids, attributes, begin));
      }
      return variables;
    }

    private int[] dimensionIds(String name, int known) {
      long rank = count();
      if (rank > 1024) {
        throw in.bad("variable " + name + " with " + rank + " dimensions", "at most 1024");
      }
      int[] ids = new int[(int) rank];
      for (int i = 0; i < ids.length; i++) {
        long id = count();
        if (id >= known) {
          throw in.bad("variable " + name + " on dimension " + id, "less than " + known);
        }
        ids[i] = (int) id;
        if (i > 0 && isRecord(ids[i])) {
          throw in.bad("variable " + name + " with records inside", "the record dimension first");
        }
      }
      return ids;
    }

    private boolean isRecord(int dimension) {
      return recordDimension.isPresent() && recordDimension.getAsInt() == dimension;
    }

    private boolean isRecord(RawVariable variable) {
      return variable.dimensionIds.length > 0 && isRecord(variable.dimensionIds[0]);
    }

    private ClassicHeader layOut(
        long declared,
        List<Dimension> dimensions,
        List<Attribute> attributes,
        List<RawVariable> raw) {
      List<RawVariable> ofRecords = raw.stream().filter(this::isRecord).toList();
      long recordBytes = recordBytes(ofRecords, dimensions);
      long records = records(declared, ofRecords, recordBytes);
      List<Dimension> present = new ArrayList<>(dimensions);
      recordDimension.ifPresent(
          i -> present.set(i, new Dimension(dimensions.get(i).name(), records, true)));
      List<Variable> variables = new ArrayList<>();
      List<Place> places = new ArrayList<>();
      for (RawVariable variable : raw) {
        checkExtent(variable, dimensions, records, recordBytes);
        List<Dimension> of = new ArrayList<>();
        for (int id : variable.dimensionIds) {
          of.add(present.get(id));
        }
        variables.add(
            new Variable(variable.name, variable.type, of, variable.attributes, List.of()));
        places.add(new Place(variable.begin, isRecord(variable)));
      }
      return new ClassicHeader(format, present, attributes, variables, places, recordBytes);
    }

    /// Bytes of one slab: the whole variable, or one record of it.
    private long slabBytes(RawVariable variable, List<Dimension> dimensions) {
      long bytes = variable.type.bytes();
      for (int i = isRecord(variable) ? 1 : 0; i < variable.dimensionIds.length; i++) {
        bytes = times(bytes, dimensions.get(variable.dimensionIds[i]).length(), variable.name);
      }
      return bytes;
    }

    private long times(long a, long b, String name) {
      long high = Math.multiplyHigh(a, b);
      if (high != 0 || a * b < 0) {
        throw in.bad("variable " + name + " larger than 2^63 bytes", "to lie inside the file");
      }
      return a * b;
    }

    /// A record holds a slab of each variable, padded to 4 bytes, unless there is only one.
    private long recordBytes(List<RawVariable> ofRecords, List<Dimension> dimensions) {
      long sum = 0;
      for (RawVariable variable : ofRecords) {
        long slab = slabBytes(variable, dimensions);
        file.check(0, slab, "record of variable " + variable.name);
        sum += ofRecords.size() == 1 ? slab : slab + (-slab & 3);
      }
      return sum;
    }

    private long records(long declared, List<RawVariable> ofRecords, long recordBytes) {
      if (declared != -1) {
        if (declared < 0) {
          throw in.bad(declared + " records", "no negative count");
        }
        return declared;
      }
      long begin = ofRecords.stream().mapToLong(RawVariable::begin).min().orElse(file.size());
      return recordBytes == 0 ? 0 : Math.max(0, (file.size() - begin) / recordBytes);
    }

    private void checkExtent(
        RawVariable variable, List<Dimension> dimensions, long records, long recordBytes) {
      long slab = slabBytes(variable, dimensions);
      if (slab == 0 || isRecord(variable) && records == 0) {
        return;
      }
      long before = isRecord(variable) ? times(records - 1, recordBytes, variable.name) : 0;
      String structure = "values of variable " + variable.name;
      if (before > file.size()
          || slab > file.size()
          || variable.begin > file.size() - slab - before) {
        throw file.bad(
            variable.begin,
            structure,
            "truncated: the header implies " + (before + slab) + " bytes from there",
            "to lie inside the " + file.size() + " bytes of the file");
      }
    }
  }
}
