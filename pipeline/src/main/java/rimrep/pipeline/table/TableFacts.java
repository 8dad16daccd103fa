package rimrep.pipeline.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.BoundingBox;

/// What a stored table holds, read back from the file itself.
///
/// @param columns in the file's order
/// @param bbox of the geometries; empty if none has a position
/// @param times of the field of role t; empty without one, or without a value
/// @param coverage where the geometries lie; empty if none has a position
public record TableFacts(
    long rows,
    List<ColumnFacts> columns,
    Optional<BoundingBox> bbox,
    Optional<Times> times,
    Optional<Coverage> coverage) {

  /// @param type Arrow type
  /// @param min of numbers; of dates and times it is `minText`, ISO 8601
  public record ColumnFacts(
      String name,
      String type,
      long nulls,
      Optional<Double> min,
      Optional<Double> max,
      Optional<String> minText,
      Optional<String> maxText) {}

  /// @param distinct different times
  /// @param stepMicros difference of neighbours if it is always the same
  public record Times(Instant first, Instant last, long distinct, Optional<Long> stepMicros) {}

  /// Where geometries lie, bounded whatever their number.
  public sealed interface Coverage {
    /// The few different positions of point geometries.
    record Positions(List<Position> positions) implements Coverage {}

    /// Cells of a square grid, in degrees, from the south-west corner of the bounding box.
    ///
    /// @param cells blocks of cells that an envelope touches
    record Cells(BoundingBox bbox, double size, List<Block> cells) implements Coverage {}
  }

  public record Position(double x, double y) {}

  /// From one cell to another, both included.
  public record Block(int west, int south, int east, int north) {}
}
