package rimrep.api.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import rimrep.api.core.filter.Properties;

/// Which items, in which order, how many. All conditions are ANDed; an absent one asks nothing.
///
/// @param collections ids; one that does not exist gives no items
/// @param filter CQL2 and the query extension
/// @param words free text, of which one must be found; a phrase counts as one
/// @param after the place where the page starts; absent for the first page
public record ItemSearch(
    Optional<SortedSet<String>> collections,
    Optional<SortedSet<String>> ids,
    Optional<Area> area,
    Optional<TimeRange> time,
    Optional<Filter> filter,
    Optional<List<String>> words,
    List<SortKey> order,
    int limit,
    Optional<Cursor> after) {

  /// As much as one page can hold.
  public static final int MAX_LIMIT = 10_000;

  public static final int DEFAULT_LIMIT = 10;

  ItemSearch from(Cursor cursor) {
    return new ItemSearch(
        collections, ids, area, time, filter, words, order, limit, Optional.of(cursor));
  }

  ItemSearch in(SortedSet<String> others) {
    return new ItemSearch(Optional.of(others), ids, area, time, filter, words, order, limit, after);
  }

  /// The names of item properties that it asks for.
  Set<String> properties() {
    var names = new TreeSet<String>();
    filter.ifPresent(f -> names.addAll(Properties.of(f.expr())));
    for (SortKey key : order) {
      if (key.field() instanceof Field.Property property) {
        names.add(property.name());
      }
    }
    return names;
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
        filter.map(Filter::words).toString(),
        words.toString(),
        order.toString());
  }
}
