package rimrep.api.core;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// Which items, in which order, how many. All conditions are ANDed; an absent one asks nothing.
///
/// @param collections ids; one that does not exist gives no items
/// @param after the place where the page starts; absent for the first page
public record ItemSearch(
    Optional<SortedSet<String>> collections,
    Optional<SortedSet<String>> ids,
    Optional<Area> area,
    Optional<TimeRange> time,
    List<SortKey> order,
    int limit,
    Optional<Cursor> after) {

  /// As much as one page can hold.
  public static final int MAX_LIMIT = 10_000;

  public static final int DEFAULT_LIMIT = 10;

  ItemSearch from(Cursor cursor) {
    return new ItemSearch(collections, ids, area, time, order, limit, Optional.of(cursor));
  }

  /// All that decides which rows come in which order, as text.
  String fingerprint(Viewer viewer) {
    return String.join(
        "\n",
        viewer.toString(),
        collections.toString(),
        ids.toString(),
        area.map(Area::words).toString(),
        time.toString(),
        order.toString());
  }
}
