package rimrep.pipeline.netcdf;

/// The type of a variable's or attribute's values.
public enum DataType {
  INT8(1),
  UINT8(1),
  INT16(2),
  UINT16(2),
  INT32(4),
  UINT32(4),
  INT64(8),
  UINT64(8),
  FLOAT32(4),
  FLOAT64(8),
  /// One byte of text (netCDF `char`).
  CHAR(1),
  /// Variable-length UTF-8 text (netCDF-4 `string`), or a fixed-length HDF5 string longer than 1.
  STRING(0),
  /// Compound, opaque, reference and others: listed, but reading it is refused by name.
  OTHER(0);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes of one value; 0 for text of variable length.
  public int bytes() {
    return bytes;
  }

  public boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }

  public boolean isInteger() {
    return ordinal() <= UINT64.ordinal();
  }

  public boolean isUnsigned() {
    return this == UINT8 || this == UINT16 || this == UINT32 || this == UINT64;
  }
}
