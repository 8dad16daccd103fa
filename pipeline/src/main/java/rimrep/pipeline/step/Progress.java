package rimrep.pipeline.step;

/// Where long work says how far it is.
public interface Progress {
  /// @param unit what is counted: `items`, `rows`, `bytes`
  /// @param total how many there will be; -1 if unknown
  void report(String unit, long done, long total);

  /// A decision with its reason, for the log.
  void decided(String what, String reason);

  /// Says nothing.
  Progress SILENT =
      new Progress() {
        @Override
        public void report(String unit, long done, long total) {}

        @Override
        public void decided(String what, String reason) {}
      };
}
