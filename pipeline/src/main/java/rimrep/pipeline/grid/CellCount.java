package rimrep.pipeline.grid;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import rimrep.pipeline.netcdf.DataType;

/// Counts cells: valid, missing, smallest, largest, and for integers the exact sum. Values as
/// stored, not unpacked. Not for several threads; parts are joined by {@link #join}.
public final class CellCount {
  private static final int BLOCK = 4096;
  private static final int NO_NARROW = Integer.MIN_VALUE; // no value of one or two bytes
  private static final long DEFAULT_FLOAT = Markers.defaultFill(DataType.FLOAT32).bits();
  private static final int HUGE = (int) DEFAULT_FLOAT;

  private final DataType type;
  private long valid;
  private long missing;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;
  private double minFloat = Double.POSITIVE_INFINITY;
  private double maxFloat = Double.NEGATIVE_INFINITY;
  // The sum in two halves, so that 2^31 cells of 64 bits cannot overflow.
  private long sumHigh;
  private long sumLow;

  // A block at a time, widened: kept between calls, for a row is soon counted.
  private int[] wide = new int[0];
  private short[] narrow = new short[0];

  CellCount(DataType type) {
    this.type = type;
    if (type == DataType.UINT64) {
      min = -1L;
      max = 0L;
    }
  }

  /// Counts `cells` values from cell `from` on; turns other markers into the fill where `markers`
  /// says so.
  void add(Markers markers, byte[] bytes, int from, int cells) {
    switch (type) {
      case INT8, UINT8, INT16, UINT16 -> {
        if (markers.others().isEmpty()) {
          addNarrow(markers, bytes, from, cells);
        } else {
          addIntegers(markers, bytes, from, cells);
        }
      }
      case INT32, UINT32, INT64, UINT64 -> addIntegers(markers, bytes, from, cells);
      case FLOAT32 -> addFloats(markers, bytes, from, cells);
      case FLOAT64 -> addDoubles(markers, bytes, from, cells);
      case CHAR, STRING, OTHER -> valid += cells;
    }
  }

  void addMissing(long cells) {
    missing += cells;
  }

  void addText(long cells) {
    valid += cells;
  }

  /// Values of one or two bytes, a block at a time: widened, then counted.
  private void addNarrow(Markers markers, byte[] bytes, int from, int cells) {
    boolean declared = markers.fill().declared();
    int fill = declared ? (int) widened(markers.fill().bits()) : NO_NARROW;
    int[] wide = block(cells);
    short[] block = narrow;
    var shorts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    for (int done = 0; done < cells; done += BLOCK) {
      int n = Math.min(BLOCK, cells - done);
      if (type.bytes() == 2) {
        shorts.get(from + done, block, 0, n);
        BlockCount.widen(block, wide, n);
      } else {
        BlockCount.widen(bytes, from + done, wide, n);
      }
      if (type.isUnsigned()) {
        BlockCount.cut(wide, n, type.bytes() == 2 ? 0xFFFF : 0xFF);
      }
      int kept = BlockCount.kept(wide, n, fill);
      valid += kept;
      missing += n - kept;
      if (kept > 0) {
        addSum(BlockCount.sum(wide, n, fill));
        min = Math.min(min, BlockCount.low(wide, n, fill));
        max = Math.max(max, BlockCount.high(wide, n, fill));
      }
    }
  }

  private int[] block(int cells) {
    int length = Math.min(BLOCK, cells);
    if (wide.length < length) {
      wide = new int[length];
      narrow = new short[type.bytes() == 2 ? length : 0];
    }
    return wide;
  }

  private long widened(long bits) {
    if (type.isUnsigned()) {
      return bits;
    }
    return type.bytes() == 2 ? (short) bits : (byte) bits;
  }

  private void addSum(long sum) {
    sumHigh += sum >> 32;
    sumLow += sum & 0xFFFFFFFFL;
  }

  private void addIntegers(Markers markers, byte[] bytes, int from, int cells) {
    int size = type.bytes();
    boolean unsigned = type == DataType.UINT64;
    boolean declared = markers.fill().declared();
    long fill = markers.fill().bits();
    for (int i = from; i < from + cells; i++) {
      long bits = LittleEndian.bits(size, bytes, i);
      if ((declared && bits == fill) || other(markers, bytes, size, i, bits)) {
        missing++;
        continue;
      }
      long value = LittleEndian.integer(type, bytes, i);
      valid++;
      sumHigh += unsigned ? value >>> 32 : value >> 32;
      sumLow += value & 0xFFFFFFFFL;
      if (unsigned) {
        min = Long.compareUnsigned(value, min) < 0 ? value : min;
        max = Long.compareUnsigned(value, max) > 0 ? value : max;
      } else {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
  }

  private static boolean other(Markers markers, byte[] bytes, int size, int i, long bits) {
    for (int k = 0; k < markers.others().size(); k++) {
      if (markers.others().get(k) == bits) {
        if (markers.replace()) {
          LittleEndian.putBits(size, bytes, i, markers.fill().bits());
        }
        return true;
      }
    }
    return false;
  }

  /// Blocks without infinities, huge values and rare markers go through loops over the bits; others
  /// cell by cell.
  private void addFloats(Markers markers, byte[] bytes, int from, int cells) {
    boolean plain = onlyDefault(markers);
    boolean declared = markers.fill().declared();
    int fill = declared ? (int) markers.fill().bits() : BlockCount.NAN;
    int[] block = block(cells);
    var source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    for (int done = 0; done < cells; done += BLOCK) {
      int n = Math.min(BLOCK, cells - done);
      source.get(from + done, block, 0, n);
      if (!plain || !addBlock(block, n, fill)) {
        addFloatCells(markers, bytes, from + done, n);
      }
    }
  }

  private static boolean onlyDefault(Markers markers) {
    for (int i = 0; i < markers.others().size(); i++) {
      if (markers.others().get(i) != DEFAULT_FLOAT) {
        return false;
      }
    }
    return true;
  }

  /// Returns false, and counts nothing, if a value is as large as netCDF's default fill.
  private boolean addBlock(int[] block, int n, int fill) {
    if (BlockCount.order(block, n, fill) >= HUGE) {
      return false;
    }
    int kept = BlockCount.kept(block, n, BlockCount.NAN);
    if (kept > 0) {
      float low = ofOrdered(BlockCount.low(block, n, BlockCount.NAN));
      float high = ofOrdered(BlockCount.high(block, n, BlockCount.NAN));
      noteFloats(n, n - kept, low, high);
    } else {
      missing += n;
    }
    return true;
  }

  private static float ofOrdered(int ordered) {
    return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & 0x7FFFFFFF));
  }

  private void addFloatCells(Markers markers, byte[] bytes, int from, int cells) {
    int fill = (int) markers.fill().bits();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    int gone = 0;
    for (int i = from; i < from + cells; i++) {
      int bits = LittleEndian.int32(bytes, 4 * i);
      float value = Float.intBitsToFloat(bits);
      if ((bits == fill && markers.fill().declared())
          || Float.isNaN(value)
          || other(markers, bytes, 4, i, bits & 0xFFFFFFFFL)) {
        gone++;
        continue;
      }
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    noteFloats(cells, gone, low, high);
  }

  private void addDoubles(Markers markers, byte[] bytes, int from, int cells) {
    long fill = markers.fill().bits();
    boolean others = !markers.others().isEmpty();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int gone = 0;
    for (int i = from; i < from + cells; i++) {
      long bits = LittleEndian.int64(bytes, 8 * i);
      double value = Double.longBitsToDouble(bits);
      if (bits == fill && markers.fill().declared()
          || Double.isNaN(value)
          || (others && other(markers, bytes, 8, i, bits))) {
        gone++;
        continue;
      }
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    noteFloats(cells, gone, low, high);
  }

  private void noteFloats(int cells, int gone, double low, double high) {
    valid += cells - gone;
    missing += gone;
    minFloat = Math.min(minFloat, low);
    maxFloat = Math.max(maxFloat, high);
  }

  long cells() {
    return valid + missing;
  }

  void join(CellCount other) {
    valid += other.valid;
    missing += other.missing;
    sumHigh += other.sumHigh;
    sumLow += other.sumLow;
    minFloat = Math.min(minFloat, other.minFloat);
    maxFloat = Math.max(maxFloat, other.maxFloat);
    if (type == DataType.UINT64) {
      min = Long.compareUnsigned(other.min, min) < 0 ? other.min : min;
      max = Long.compareUnsigned(other.max, max) > 0 ? other.max : max;
    } else {
      min = Math.min(min, other.min);
      max = Math.max(max, other.max);
    }
  }

  public CellFacts facts() {
    Optional<BigInteger> sum =
        type.isInteger()
            ? Optional.of(BigInteger.valueOf(sumHigh).shiftLeft(32).add(BigInteger.valueOf(sumLow)))
            : Optional.empty();
    if (valid == 0 || type == DataType.STRING) {
      return new CellFacts(valid, missing, Optional.empty(), Optional.empty(), sum);
    }
    return new CellFacts(
        valid,
        missing,
        Optional.of(number(min, minFloat)),
        Optional.of(number(max, maxFloat)),
        sum);
  }

  /// As text, so that 64-bit integers survive JSON.
  private String number(long integer, double floating) {
    if (type.isFloat()) {
      return Double.toString(floating);
    }
    return type == DataType.UINT64 ? Long.toUnsignedString(integer) : Long.toString(integer);
  }
}
