package rimrep.pipeline.grid;

import java.util.List;
import rimrep.pipeline.netcdf.DataType;

/// Which stored values mean "missing". NaN does so in every float type.
///
/// @param fill the store's fill value
/// @param others further bit patterns that mean missing
/// @param replace whether the others are turned into `fill` when they are met
record Markers(DataType type, FillValue fill, List<Long> others, boolean replace) {
  Markers {
    others = others.stream().filter(bits -> !fill.declared() || bits != fill.bits()).toList();
    replace = replace && fill.declared();
  }

  /// netCDF's default fill values (netcdf.h, `NC_FILL_*`), by type.
  static FillValue defaultFill(DataType type) {
    return switch (type) {
      case INT8 -> FillValue.of(type, -127);
      case UINT8 -> FillValue.of(type, 255);
      case INT16 -> FillValue.of(type, -32767);
      case UINT16 -> FillValue.of(type, 65535);
      case INT32 -> FillValue.of(type, -2147483647);
      case UINT32 -> FillValue.of(type, 4294967295L);
      case INT64 -> FillValue.of(type, -9223372036854775806L);
      case UINT64 -> FillValue.of(type, -2L);
      case FLOAT32, FLOAT64 -> FillValue.of(type, 0x1.ep+122); // 9.969209968386869e36
      case CHAR, STRING, OTHER -> FillValue.NONE;
    };
  }

  /// What means missing in the store itself. An integer type wider than a byte without a declared
  /// fill keeps netCDF's default fill as its marker.
  static Markers ofStore(ArrayLayout layout) {
    DataType type = layout.type();
    boolean undeclared = type.isInteger() && type.bytes() > 1 && !layout.fill().declared();
    List<Long> others = undeclared ? List.of(defaultFill(type).bits()) : List.of();
    return new Markers(type, layout.fill(), others, false);
  }
}
