package rimrep.pipeline.grid;

import java.math.BigInteger;
import java.util.OptionalDouble;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;
import tools.jackson.databind.JsonNode;

/// The `fill_value` of an array: what an unwritten cell reads as, and so what "missing" means.
///
/// @param declared false: `null` in the metadata; no value is missing and every chunk is written
/// @param bits the value's bits in the width of its type, zero-extended; floats by their IEEE bits
public record FillValue(boolean declared, long bits) {
  static final FillValue NONE = new FillValue(false, 0);

  static FillValue of(DataType type, Number value) {
    long bits =
        switch (type) {
          case FLOAT32 -> Float.floatToIntBits(value.floatValue()) & 0xFFFFFFFFL;
          case FLOAT64 -> Double.doubleToLongBits(value.doubleValue());
          case INT8, UINT8 -> value.longValue() & 0xFFL;
          case INT16, UINT16 -> value.longValue() & 0xFFFFL;
          case INT32, UINT32 -> value.longValue() & 0xFFFFFFFFL;
          case INT64, UINT64 -> value.longValue();
          case CHAR, STRING, OTHER -> throw new IllegalArgumentException("text has no fill value");
        };
    return new FillValue(true, bits);
  }

  static FillValue nan(DataType type) {
    return of(type, Double.NaN);
  }

  /// As a number; empty if none is declared.
  public OptionalDouble number(DataType type) {
    if (!declared) {
      return OptionalDouble.empty();
    }
    return switch (type) {
      case FLOAT32 -> OptionalDouble.of(Float.intBitsToFloat((int) bits));
      case FLOAT64 -> OptionalDouble.of(Double.longBitsToDouble(bits));
      case INT8 -> OptionalDouble.of((byte) bits);
      case INT16 -> OptionalDouble.of((short) bits);
      case INT32 -> OptionalDouble.of((int) bits);
      case UINT8, UINT16, UINT32, INT64 -> OptionalDouble.of(bits);
      case UINT64 -> OptionalDouble.of(unsigned(bits));
      case CHAR, STRING, OTHER -> OptionalDouble.empty();
    };
  }

  /// The nearest number of 64 bits that carry no sign.
  static double unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits)).doubleValue();
  }

  /// The member `fill_value` of `.zarray`.
  JsonNode toZarr(DataType type) {
    if (!declared) {
      return Json.mapper().nullNode();
    }
    return switch (type) {
      case FLOAT32 -> floating(Float.intBitsToFloat((int) bits));
      case FLOAT64 -> floating(Double.longBitsToDouble(bits));
      case INT8 -> number((byte) bits);
      case INT16 -> number((short) bits);
      case INT32 -> number((int) bits);
      case UINT8, UINT16, UINT32, INT64 -> number(bits);
      case UINT64 ->
          Json.mapper().getNodeFactory().numberNode(new BigInteger(Long.toUnsignedString(bits)));
      case CHAR, STRING, OTHER -> Json.mapper().nullNode();
    };
  }

  private static JsonNode number(long value) {
    return Json.mapper().getNodeFactory().numberNode(value);
  }

  private static JsonNode floating(double value) {
    var nodes = Json.mapper().getNodeFactory();
    if (Double.isNaN(value)) {
      return nodes.stringNode("NaN");
    }
    if (Double.isInfinite(value)) {
      return nodes.stringNode(value > 0 ? "Infinity" : "-Infinity");
    }
    return nodes.numberNode(value);
  }

  static FillValue ofZarr(String array, DataType type, JsonNode node) {
    if (node.isNull() || type == DataType.STRING) {
      return NONE;
    }
    if (node.isString() && type.isFloat()) {
      return of(type, Double.parseDouble(node.asString()));
    }
    if (node.isNumber()) {
      return of(type, node.numberValue());
    }
    throw new BadInput(array, "fill_value " + node, "a number of type " + type, "");
  }

  /// Fills `cells` values of `type` with this value, or with zeros if there is none.
  void fill(DataType type, byte[] target, int cells) {
    fill(type, target, 0, cells);
  }

  /// Fills from cell `from` up to cell `to`, excluded.
  void fill(DataType type, byte[] target, int from, int to) {
    int size = type.bytes();
    int start = from * size;
    int length = (to - from) * size;
    for (int b = 0; b < size && b < length; b++) {
      target[start + b] = (byte) (bits >>> (8 * b));
    }
    for (int done = size; done < length; done *= 2) {
      System.arraycopy(target, start, target, start + done, Math.min(done, length - done));
    }
  }

  /// Whether the first `length` bytes hold nothing but this value.
  boolean fillsAll(DataType type, byte[] bytes, int length) {
    int size = type.bytes();
    for (int b = 0; b < size; b++) {
      if (bytes[b] != (byte) (bits >>> (8 * b))) {
        return false;
      }
    }
    return java.util.Arrays.equals(bytes, 0, length - size, bytes, size, length);
  }
}
