package rimrep.pipeline.table;

import rimrep.pipeline.failure.Bug;

/// Where the rows of a source went. Every row is in exactly one of the three.
public record RowCounts(long in, long out, long rejected, long filtered) {
  static final RowCounts NONE = new RowCounts(0, 0, 0, 0);

  public RowCounts {
    if (in != out + rejected + filtered) {
      throw new Bug(
          "row counts",
          "%d in, but %d out, %d rejected, %d filtered".formatted(in, out, rejected, filtered),
          "in = out + rejected + filtered",
          "report this");
    }
  }

  public RowCounts plus(RowCounts other) {
    return new RowCounts(
        in + other.in, out + other.out, rejected + other.rejected, filtered + other.filtered);
  }
}
