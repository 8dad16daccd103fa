package rimrep.pipeline.netcdf;

/// The type of an HDF5 dataset or attribute: HDF5 File Format Specification, section IV.A.2.d.
sealed interface HdfType {
  /// Bytes of one element as stored.
  int size();

  /// What a caller sees.
  default DataType type() {
    return switch (this) {
      case Number number -> number.cells();
      case FixedText text -> text.size() == 1 ? DataType.CHAR : DataType.STRING;
      case VariableText _ -> DataType.STRING;
      case Sequence _, Reference _, Other _ -> DataType.OTHER;
    };
  }

  record Number(DataType cells, boolean bigEndian) implements HdfType {
    @Override
    public int size() {
      return cells.bytes();
    }
  }

  /// @param padding 0 ended by NUL, 1 padded by NULs, 2 padded by spaces
  record FixedText(int size, int padding) implements HdfType {}

  record VariableText(int size) implements HdfType {}

  record Sequence(int size, HdfType element) implements HdfType {}

  /// The address of an object.
  record Reference(int size) implements HdfType {}

  record Other(int size, String what) implements HdfType {}

  static HdfType parse(HdfBytes bytes, Cursor in) {
    return parse(bytes, in, 0);
  }

  private static HdfType parse(HdfBytes bytes, Cursor in, int depth) {
    if (depth > 32) {
      throw in.bad("types nested " + depth + " deep", "at most 32");
    }
    int head = in.u8();
    int bits = (int) in.unsigned(3);
    long size = in.u32();
    if (size < 1 || size > Integer.MAX_VALUE) {
      throw in.bad("elements of " + size + " bytes", "1 to " + Integer.MAX_VALUE);
    }
    int bytesEach = (int) size;
    return switch (head & 15) {
      case 0 -> integer(in, bits, bytesEach);
      case 1 -> real(in, bits, bytesEach);
      case 3 -> new FixedText(bytesEach, bits & 15);
      case 7 ->
          (bits & 15) == 0 && bytesEach == bytes.offsetSize()
              ? new Reference(bytesEach)
              : new Other(bytesEach, "a reference to a region");
      case 8 -> parse(bytes, in, depth + 1);
      case 9 -> variable(bytes, in, bits, bytesEach, depth);
      case 2 -> new Other(bytesEach, "a time");
      case 4 -> new Other(bytesEach, "a bit field");
      case 5 -> new Other(bytesEach, "opaque bytes");
      case 6 -> new Other(bytesEach, "a compound");
      case 10 -> new Other(bytesEach, "an array");
      default -> new Other(bytesEach, "type class " + (head & 15));
    };
  }

  private static HdfType integer(Cursor in, int bits, int size) {
    boolean signed = (bits & 8) != 0;
    int offset = in.u16();
    int precision = in.u16();
    if (offset != 0 || precision != 8L * size || size > 8 || Integer.bitCount(size) != 1) {
      return new Other(size, "an integer of " + precision + " bits in " + size + " bytes");
    }
    DataType cells =
        switch (size) {
          case 1 -> signed ? DataType.INT8 : DataType.UINT8;
          case 2 -> signed ? DataType.INT16 : DataType.UINT16;
          case 4 -> signed ? DataType.INT32 : DataType.UINT32;
          default -> signed ? DataType.INT64 : DataType.UINT64;
        };
    return new Number(cells, (bits & 1) != 0);
  }

  private static HdfType real(Cursor in, int bits, int size) {
    int offset = in.u16();
    int precision = in.u16();
    int exponentAt = in.u8();
    int exponentBits = in.u8();
    int mantissaAt = in.u8();
    int mantissaBits = in.u8();
    long bias = in.u32();
    boolean plain = offset == 0 && precision == 8L * size && mantissaAt == 0 && (bits & 0x40) == 0;
    boolean single = size == 4 && exponentAt == 23 && exponentBits == 8 && bias == 127;
    boolean twice = size == 8 && exponentAt == 52 && exponentBits == 11 && bias == 1023;
    if (!plain || mantissaBits != exponentAt || !single && !twice) {
      return new Other(size, "a float of " + size + " bytes that is not IEEE single or double");
    }
    return new Number(single ? DataType.FLOAT32 : DataType.FLOAT64, (bits & 1) != 0);
  }

  private static HdfType variable(HdfBytes bytes, Cursor in, int bits, int size, int depth) {
    if (size != 8 + bytes.offsetSize()) {
      throw in.bad("variable-length elements of " + size + " bytes", "length, address and index");
    }
    if ((bits & 15) == 1) {
      return new VariableText(size);
    }
    return new Sequence(size, parse(bytes, in, depth + 1));
  }
}
