package rimrep.pipeline.netcdf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What cells read as that lie in an unlimited dimension beyond the extent of their own dataset:
/// the fill value its writer chose, else the default of its type (`NC_FILL_*` of netcdf.h).
final class Padding {
  private Padding() {}

  /// The bytes of one element, in the byte order of the dataset.
  static byte[] of(HdfDataset dataset) {
    return dataset.fill().stored().orElseGet(() -> byDefault(dataset.type()));
  }

  private static byte[] byDefault(HdfType type) {
    return type instanceof HdfType.Number(DataType cells, boolean bigEndian)
        ? number(cells, bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        : new byte[type.size()];
  }

  private static byte[] number(DataType type, ByteOrder order) {
    ByteBuffer cell = ByteBuffer.allocate(type.bytes()).order(order);
    switch (type) {
      case INT8 -> cell.put((byte) -127);
      case UINT8 -> cell.put((byte) 255);
      case INT16 -> cell.putShort((short) -32767);
      case UINT16 -> cell.putShort((short) 65535);
      case INT32 -> cell.putInt(-2147483647);
      case UINT32 -> cell.putInt(-1);
      case INT64 -> cell.putLong(-9223372036854775806L);
      case UINT64 -> cell.putLong(-2);
      case FLOAT32 -> cell.putFloat(9.9692099683868690e+36f);
      case FLOAT64 -> cell.putDouble(9.9692099683868690e+36);
      case CHAR, STRING, OTHER -> {}
    }
    return cell.array();
  }
}
