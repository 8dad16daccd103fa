package rimrep.pipeline.grid;

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
}
