package rimrep.pipeline.grid;

/// What a conversion may use.
///
/// @param workers most threads
/// @param memoryBytes most bytes for all buffers together
public record GridResources(int workers, long memoryBytes) {
  public GridResources {
    if (workers < 1 || memoryBytes < 1) {
      throw new IllegalArgumentException(workers + " workers, " + memoryBytes + " bytes");
    }
  }

  /// All cores and half of the heap.
  public static GridResources ofThisMachine() {
    Runtime machine = Runtime.getRuntime();
    return new GridResources(machine.availableProcessors(), machine.maxMemory() / 2);
  }
}
