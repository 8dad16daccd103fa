package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.List;

/// What one task read and stored.
final class TaskResult {
  final CellCount asRead;
  final CellCount asStored;
  final List<ShardReport.WrittenChunk> written = new ArrayList<>();
  final List<String> mismatches = new ArrayList<>();
  long absent;

  TaskResult(ArrayPlan array) {
    asRead = new CellCount(array.layout().type());
    asStored = new CellCount(array.layout().type());
  }

  long bytes() {
    return written.stream().mapToLong(ShardReport.WrittenChunk::bytes).sum();
  }
}
