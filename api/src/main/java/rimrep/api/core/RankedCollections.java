package rimrep.api.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;

/// Puts collections into the order of their members. Keeps only what the page needs: the first ones
/// after its start.
public final class RankedCollections {

  private record Ranked(List<JsonNode> values, StoredCollection collection) {}

  private final CollectionSearch search;
  private final Comparator<Ranked> order;
  private final PriorityQueue<Ranked> first;
  private long matched;

  public RankedCollections(CollectionSearch search) {
    this.search = search;
    this.order =
        (a, b) -> {
          int byKeys = CollectionCandidate.compare(search.order(), a.values(), b.values());
          return byKeys != 0 ? byKeys : a.collection().id().compareTo(b.collection().id());
        };
    this.first = new PriorityQueue<>(order.reversed());
  }

  /// Takes one that [CollectionSearch#matches].
  public void add(StoredCollection collection) {
    matched++;
    var json = StacJson.parse(collection.document().text());
    var ranked = new Ranked(new CollectionCandidate(json).values(search.order()), collection);
    if (search.after().filter(cursor -> !isAfter(ranked, cursor)).isPresent()) {
      return;
    }
    first.add(ranked);
    if (first.size() > search.limit() + 1) {
      first.remove();
    }
  }

  private boolean isAfter(Ranked ranked, Cursor cursor) {
    int byKeys = CollectionCandidate.compare(search.order(), ranked.values(), cursor.values());
    return byKeys > 0 || (byKeys == 0 && ranked.collection().id().compareTo(cursor.id()) > 0);
  }

  public Page<StoredCollection> page() {
    List<Ranked> rows = new ArrayList<>(first);
    rows.sort(order);
    Page.Matched count =
        matched > Page.Matched.LIMIT
            ? new Page.Matched(Page.Matched.LIMIT, false)
            : new Page.Matched(matched, true);
    boolean more = rows.size() > search.limit();
    List<Ranked> shown = more ? rows.subList(0, search.limit()) : rows;
    List<StoredCollection> collections = shown.stream().map(Ranked::collection).toList();
    if (!more) {
      return new Page<>(collections, Optional.empty(), count);
    }
    Ranked last = shown.getLast();
    return new Page<>(
        collections, Optional.of(new Cursor(last.values(), "", last.collection().id())), count);
  }
}
