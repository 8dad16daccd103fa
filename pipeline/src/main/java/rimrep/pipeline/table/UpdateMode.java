package rimrep.pipeline.table;

/// What the listing of a source says about files that it no longer shows.
public enum UpdateMode {
  /// A file that is no longer listed keeps its rows.
  PER_SOURCE,
  /// The listing is the whole truth: rows of files that are no longer listed go.
  REPLACE
}
