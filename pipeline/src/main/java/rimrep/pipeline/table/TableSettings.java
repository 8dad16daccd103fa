package rimrep.pipeline.table;

import java.nio.file.Path;

/// What a conversion may use.
///
/// @param threads threads of DuckDB
/// @param memoryBytes memory of DuckDB, outside the Java heap; beyond it, it writes to `working`
/// @param working folder for what lives only as long as one call
/// @param software name and version, written into the file
public record TableSettings(int threads, long memoryBytes, Path working, String software) {
  public TableSettings {
    if (threads < 1 || memoryBytes < 64L << 20) {
      throw new IllegalArgumentException(
          "a conversion needs a thread and 64 MiB, not %d and %d bytes"
              .formatted(threads, memoryBytes));
    }
    working = working.toAbsolutePath().normalize();
  }
}
