package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one task read and stored.
final class TaskResult {
  final CellCount asRead;
  final CellCount asStored;
  final List<ShardReport.WrittenChunk> written = new ArrayList<>();
  final List<String> mismatches = new ArrayList<>();
  long absent;

  /// What the chunks stored hold, edges beyond the array left out; and their digests by key.
  final CellCount counted;

  final SortedMap<String, String> digests = new TreeMap<>();

  TaskResult(ArrayPlan array) {
    asRead = new CellCount(array.layout().type());
    asStored = new CellCount(array.layout().type());
    counted = new CellCount(array.layout().type());
  }

  long bytes() {
    return written.stream().mapToLong(ShardReport.WrittenChunk::bytes).sum();
  }
}
