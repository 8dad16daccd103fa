package rimrep.pipeline.netcdf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Bug;

/// Arithmetic on cells that both formats share: sizes of regions, byte order, numbers.
final class Cells {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Cells() {}

  /// Fails unless the region lies in the variable; returns its number of cells.
  static long checkRegion(Variable variable, long[] origin, int[] shape) {
    int rank = variable.dimensions().size();
    if (origin.length != rank || shape.length != rank) {
      throw new Bug(
          "region of variable " + variable.name(), shape.length + " dimensions", "" + rank, "");
    }
    long cells = 1;
    for (int i = 0; i < rank; i++) {
      long length = variable.dimensions().get(i).length();
      if (origin[i] < 0 || shape[i] < 0 || origin[i] > length - shape[i]) {
        throw new Bug(
            "region of variable " + variable.name() + " along dimension " + i,
            shape[i] + " cells from " + origin[i],
            "to lie inside " + length,
            "");
      }
      cells = shape[i] == 0 ? 0 : Math.multiplyExact(cells, (long) shape[i]);
    }
    return cells;
  }

  /// The shape of a whole variable, if it can be read at once.
  static int[] wholeShape(String file, Variable variable) {
    long[] lengths = variable.shape();
    int[] shape = new int[lengths.length];
    long bytes = Math.max(1, variable.type().bytes());
    for (int i = 0; i < shape.length; i++) {
      if (lengths[i] > Integer.MAX_VALUE
          || lengths[i] > 0 && bytes > Integer.MAX_VALUE / lengths[i]) {
        throw tooLarge(file, variable, lengths);
      }
      shape[i] = (int) lengths[i];
      bytes *= Math.max(1, lengths[i]);
    }
    return shape;
  }

  private static BadInput tooLarge(String file, Variable variable, long[] lengths) {
    return new BadInput(
        file,
        "variable " + variable.name() + " has shape " + Arrays.toString(lengths),
        "less than 2 GiB to be read at once",
        "read it by regions");
  }

  static int regionBytes(String file, Variable variable, long cells, int cellBytes) {
    if (cells > (Integer.MAX_VALUE - 64) / Math.max(1, cellBytes)) {
      throw tooLarge(file, variable, new long[] {cells});
    }
    return (int) cells * cellBytes;
  }

  static Values values(DataType type, int[] shape, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new Values(type, list(shape), buffer, List.of());
  }

  static List<Integer> list(int[] shape) {
    List<Integer> list = new ArrayList<>(shape.length);
    for (int length : shape) {
      list.add(length);
    }
    return List.copyOf(list);
  }

  static int[] array(List<Integer> shape) {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Turns the byte order of each cell.
  static void swap(byte[] bytes, int from, int length, int cellBytes) {
    int end = from + length;
    switch (cellBytes) {
      case 2 -> {
        for (int i = from; i < end; i += 2) {
          SHORTS.set(bytes, i, Short.reverseBytes((short) SHORTS.get(bytes, i)));
        }
      }
      case 4 -> {
        for (int i = from; i < end; i += 4) {
          INTS.set(bytes, i, Integer.reverseBytes((int) INTS.get(bytes, i)));
        }
      }
      case 8 -> {
        for (int i = from; i < end; i += 8) {
          LONGS.set(bytes, i, Long.reverseBytes((long) LONGS.get(bytes, i)));
        }
      }
      default -> {}
    }
  }

  /// Fills a run of cells with one value; `fill` has the bytes of one cell.
  static void fill(byte[] target, int from, int length, byte[] fill) {
    if (length == 0) {
      return;
    }
    System.arraycopy(fill, 0, target, from, fill.length);
    for (int done = fill.length; done < length; done *= 2) {
      System.arraycopy(target, from, target, from + done, Math.min(done, length - done));
    }
  }

  /// Numbers of little-endian cells, as attributes hold them: `Long` or `Double`.
  static List<Object> numbers(DataType type, byte[] bytes) {
    List<Object> numbers = new ArrayList<>();
    int size = type.bytes();
    ByteBuffer cells = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + size <= bytes.length; at += size) {
      numbers.add(number(type, cells, at));
    }
    return numbers;
  }

  private static Object number(DataType type, ByteBuffer cells, int at) {
    return switch (type) {
      case INT8 -> (long) cells.get(at);
      case UINT8, CHAR -> (long) (cells.get(at) & 0xff);
      case INT16 -> (long) cells.getShort(at);
      case UINT16 -> (long) (cells.getShort(at) & 0xffff);
      case INT32 -> (long) cells.getInt(at);
      case UINT32 -> cells.getInt(at) & 0xffffffffL;
      case INT64, UINT64 -> cells.getLong(at);
      case FLOAT32 -> (double) cells.getFloat(at);
      case FLOAT64 -> cells.getDouble(at);
      case STRING, OTHER -> throw new Bug("attribute", "no numbers in " + type, "numbers", "");
    };
  }
}
