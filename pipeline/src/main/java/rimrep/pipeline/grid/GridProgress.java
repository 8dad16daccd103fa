package rimrep.pipeline.grid;

/// Told how far a conversion is. Called from several threads.
@FunctionalInterface
public interface GridProgress {
  /// @param done tasks finished, each one or a few chunks of one array
  /// @param bytes stored since the shard began
  void advanced(long done, long all, long bytes);

  static GridProgress none() {
    return (done, all, bytes) -> {};
  }
}
