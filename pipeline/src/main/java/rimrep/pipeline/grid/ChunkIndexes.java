package rimrep.pipeline.grid;

import java.util.Optional;
import java.util.function.Consumer;

/// Walks over the indexes of chunks in C order.
public final class ChunkIndexes {
  private ChunkIndexes() {}

  /// Every index from `first` to `last`, both included. Each gets an array of its own.
  public static void between(long[] first, long[] last, Consumer<long[]> action) {
    long[] index = first.clone();
    while (true) {
      action.accept(index.clone());
      int d = index.length - 1;
      while (d >= 0 && index[d] == last[d]) {
        index[d] = first[d];
        d--;
      }
      if (d < 0) {
        return;
      }
      index[d]++;
    }
  }

  /// The index in a key such as `sst/0.2.1`; empty if it names no chunk of the array's shape.
  static Optional<long[]> parse(ArrayLayout layout, String key) {
    String[] parts = key.substring(layout.name().length() + 1).split("\\.", -1);
    int rank = layout.rank();
    if (parts.length != Math.max(1, rank)) {
      return Optional.empty();
    }
    long[] index = new long[rank];
    for (int d = 0; d < rank; d++) {
      if (!parts[d].matches("\\d{1,18}")) {
        return Optional.empty();
      }
      index[d] = Long.parseLong(parts[d]);
      if (index[d] >= layout.chunksAlong(d)) {
        return Optional.empty();
      }
    }
    return rank > 0 || parts[0].equals("0") ? Optional.of(index) : Optional.empty();
  }
}
