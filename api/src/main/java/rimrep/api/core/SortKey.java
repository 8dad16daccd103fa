package rimrep.api.core;

import java.util.List;

/// One key of a sort order. Items without the field come last in both directions.
public record SortKey(Field field, Direction direction) {

  public enum Direction {
    ASCENDING,
    DESCENDING
  }

  /// Newest first. Ties always break by collection, then id.
  static final List<SortKey> NEWEST_FIRST =
      List.of(new SortKey(new Field.Datetime(), Direction.DESCENDING));
}
