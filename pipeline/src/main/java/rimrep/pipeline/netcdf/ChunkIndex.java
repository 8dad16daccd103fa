package rimrep.pipeline.netcdf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Where the chunks of one dataset are, sorted by their number. Only what is stored takes memory.
final class ChunkIndex {
  /// @param position in the file
  record Entry(long number, long position, int storedBytes, int filterMask) {}

  private final long[] numbers;
  private final List<Entry> entries;

  private ChunkIndex(List<Entry> entries) {
    this.entries = entries;
    this.numbers = entries.stream().mapToLong(Entry::number).toArray();
  }

  /// The stored chunk of this number, or one at position -1 if it was never written.
  Entry find(long number) {
    int at = Arrays.binarySearch(numbers, number);
    return at < 0 ? new Entry(number, -1, 0, 0) : entries.get(at);
  }

  /// Gathers the chunks that an index lists.
  static final class Builder {
    private static final String STRUCTURE = "HDF5 chunk";

    private final HdfBytes bytes;
    private final ChunkGrid grid;
    private final List<Entry> entries = new ArrayList<>();

    Builder(HdfBytes bytes, ChunkGrid grid) {
      this.bytes = bytes;
      this.grid = grid;
    }

    ChunkGrid grid() {
      return grid;
    }

    /// @param index of the chunk along each dimension; outside the present extent it is ignored
    void add(long[] index, long address, long storedBytes, int filterMask) {
      if (address == HdfBytes.UNDEFINED || !grid.contains(index)) {
        return;
      }
      long position = bytes.position(address, STRUCTURE);
      bytes.file().check(position, storedBytes, STRUCTURE);
      if (storedBytes > Integer.MAX_VALUE - 64) {
        throw bytes.file().bad(position, STRUCTURE, storedBytes + " bytes", "less than 2 GiB");
      }
      entries.add(new Entry(grid.number(index), position, (int) storedBytes, filterMask));
    }

    ChunkIndex build() {
      entries.sort(Comparator.comparingLong(Entry::number));
      for (int i = 1; i < entries.size(); i++) {
        if (entries.get(i).number == entries.get(i - 1).number) {
          throw bytes
              .file()
              .bad(entries.get(i).position, STRUCTURE, "a chunk listed twice", "each once");
        }
      }
      return new ChunkIndex(List.copyOf(entries));
    }
  }
}
