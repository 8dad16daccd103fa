package rimrep.pipeline.grid;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import rimrep.pipeline.netcdf.DataType;

/// Single little-endian values in a byte array.
final class LittleEndian {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private LittleEndian() {}

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
  }

  static short int16(byte[] bytes, int byteAt) {
    return (short) SHORT.get(bytes, byteAt);
  }

  static int int32(byte[] bytes, int byteAt) {
    return (int) INT.get(bytes, byteAt);
  }

  static long int64(byte[] bytes, int byteAt) {
    return (long) LONG.get(bytes, byteAt);
  }

  static void int32(byte[] bytes, int byteAt, int value) {
    INT.set(bytes, byteAt, value);
  }

  static void int64(byte[] bytes, int byteAt, long value) {
    LONG.set(bytes, byteAt, value);
  }

  /// The bits of cell `i`, zero-extended.
  static long bits(int size, byte[] bytes, int i) {
    return switch (size) {
      case 1 -> bytes[i] & 0xFFL;
      case 2 -> int16(bytes, 2 * i) & 0xFFFFL;
      case 4 -> int32(bytes, 4 * i) & 0xFFFFFFFFL;
      case 8 -> int64(bytes, 8 * i);
      default -> throw new IllegalArgumentException("cells of " + size + " bytes");
    };
  }

  static void putBits(int size, byte[] bytes, int i, long bits) {
    for (int b = 0; b < size; b++) {
      bytes[i * size + b] = (byte) (bits >>> (8 * b));
    }
  }

  /// Cell `i` of an integer type; an unsigned 64-bit value keeps its bits.
  static long integer(DataType type, byte[] bytes, int i) {
    return switch (type) {
      case INT8 -> bytes[i];
      case UINT8 -> bytes[i] & 0xFF;
      case INT16 -> int16(bytes, 2 * i);
      case UINT16 -> int16(bytes, 2 * i) & 0xFFFF;
      case INT32 -> int32(bytes, 4 * i);
      case UINT32 -> int32(bytes, 4 * i) & 0xFFFFFFFFL;
      case INT64, UINT64 -> int64(bytes, 8 * i);
      case FLOAT32, FLOAT64, CHAR, STRING, OTHER ->
          throw new IllegalArgumentException(type + " is no integer type");
    };
  }
}
