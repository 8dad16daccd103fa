package rimrep.pipeline.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rimrep.pipeline.netcdf.DataType;

/// The fast loops against a plain one, on values that sit on every edge.
class CellCountTest {
  private static final int CELLS = 20_011;

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"CHAR", "STRING", "OTHER"},
      mode = EnumSource.Mode.EXCLUDE)
  void countsAsAPlainLoopDoes(DataType type) {
    Random random = new Random(type.ordinal());
    for (int round = 0; round < 12; round++) {
      byte[] bytes = values(type, random, round);
      FillValue fill = fill(type, round);
      Markers markers = new Markers(type, fill, others(type, round), false);
      CellCount count = new CellCount(type);
      count.add(markers, bytes, 0, 5);
      count.add(markers, bytes, 5, CELLS - 5);
      assertThat(count.facts()).as("round " + round).isEqualTo(plain(type, markers, bytes));
    }
  }

  private static FillValue fill(DataType type, int round) {
    return switch (round % 3) {
      case 0 -> FillValue.NONE;
      case 1 -> FillValue.of(type, type.isUnsigned() ? 200 : -99);
      default -> type.isFloat() ? FillValue.nan(type) : FillValue.of(type, 0);
    };
  }

  private static List<Long> others(DataType type, int round) {
    long usual = Markers.defaultFill(type).bits();
    if (round % 4 == 3) {
      return List.of(usual, FillValue.of(type, 7).bits());
    }
    return type.isFloat() ? List.of(usual) : List.of();
  }

  private static byte[] values(DataType type, Random random, int round) {
    int size = type.bytes();
    byte[] bytes = new byte[CELLS * size];
    random.nextBytes(bytes);
    for (int i = 0; i < CELLS; i++) {
      if (random.nextInt(3) == 0) {
        LittleEndian.putBits(size, bytes, i, fill(type, 1).bits());
      } else if (type.isFloat() && (round < 9 || random.nextInt(50) > 0)) {
        double[] edges = {0, -0.0, 7, Double.NaN, 1e-40, -3.5, round % 2 == 0 ? 1e37 : 3};
        double value =
            random.nextBoolean() ? random.nextGaussian() : edges[random.nextInt(edges.length)];
        LittleEndian.putBits(size, bytes, i, FillValue.of(type, value).bits());
      }
    }
    return bytes;
  }

  private static CellFacts plain(DataType type, Markers markers, byte[] bytes) {
    long valid = 0;
    BigInteger sum = BigInteger.ZERO;
    BigInteger low = null;
    BigInteger high = null;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < CELLS; i++) {
      long bits = LittleEndian.bits(type.bytes(), bytes, i);
      boolean fill = markers.fill().declared() && bits == markers.fill().bits();
      double floating =
          type == DataType.FLOAT32
              ? Float.intBitsToFloat((int) bits)
              : type == DataType.FLOAT64 ? Double.longBitsToDouble(bits) : 0;
      if (fill || markers.others().contains(bits) || Double.isNaN(floating)) {
        continue;
      }
      valid++;
      if (type.isFloat()) {
        lowest = Math.min(lowest, floating);
        highest = Math.max(highest, floating);
      } else {
        long value = LittleEndian.integer(type, bytes, i);
        BigInteger exact =
            type == DataType.UINT64
                ? new BigInteger(Long.toUnsignedString(value))
                : BigInteger.valueOf(value);
        sum = sum.add(exact);
        low = low == null ? exact : low.min(exact);
        high = high == null ? exact : high.max(exact);
      }
    }
    boolean floats = type.isFloat();
    return new CellFacts(
        valid,
        CELLS - valid,
        Optional.of(floats ? Double.toString(lowest) : String.valueOf(low)),
        Optional.of(floats ? Double.toString(highest) : String.valueOf(high)),
        floats ? Optional.empty() : Optional.of(sum));
  }
}
