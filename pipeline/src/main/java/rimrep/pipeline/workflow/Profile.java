package rimrep.pipeline.workflow;

/// What a step needs of a machine. A step that uses DuckDB leaves it half of the memory and takes a
/// quarter for the Java heap; others take 70 %.
///
/// @param milliCpu thousandths of a core
/// @param memoryMib MiB, request and limit alike
/// @param scratchMib MiB of temporary disk
public record Profile(String name, int milliCpu, int memoryMib, int scratchMib, boolean duckdb) {
  public static final Profile SMALL = new Profile("small", 250, 512, 512, false);

  /// Reads the ledger, which of 100,000 files is 180 MB of text and 110 MiB read.
  public static final Profile LEDGER = new Profile("ledger", 250, 768, 512, false);

  public static final Profile FETCH = new Profile("fetch", 500, 768, 20_480, false);
  public static final Profile CONVERT = new Profile("convert", 2000, 4096, 40_960, true);

  /// Percent of the memory that the Java heap takes.
  public int heapPercent() {
    return duckdb ? 25 : 70;
  }
}
