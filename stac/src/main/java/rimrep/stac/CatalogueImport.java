package rimrep.stac;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.stac.ApiSource.Ask;
import rimrep.stac.StacExchange.Answer;
import rimrep.stac.StacExchange.Body;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes a catalogue into our STAC API: collections first, then items through `bulk_items`, a
/// thousand of one collection at a time. What is there already and the same is not written again,
/// so an import that was interrupted is simply run again. From another API it goes on at the page
/// where it stopped.
public final class CatalogueImport {

  private static final int BATCH = 1_000;
  private static final int WAITING = 10_000;

  /// Items after which the place in another API's pages is noted.
  private static final int NOTED = 500;

  private static final int MAX_REASONS = 100;

  /// What became of one collection's items.
  ///
  /// @param read from the source
  /// @param taken written, or there already and the same
  /// @param held by the API at the end
  public record Count(long read, long taken, long held) {
    public boolean isEqual() {
      return read == taken && taken == held;
    }
  }

  /// @param counts by collection
  /// @param reasons why documents were not taken, the first hundred
  public record Report(SortedMap<String, Count> counts, List<String> reasons) {
    public boolean isComplete() {
      return reasons.isEmpty() && counts.values().stream().allMatch(Count::isEqual);
    }
  }

  private final StacExchange exchange;
  private final StacClient client;
  private final Map<String, List<String>> waiting = new TreeMap<>();
  private final Map<String, long[]> counts = new TreeMap<>();
  private final List<String> reasons = new ArrayList<>();
  private int lines;

  /// @param target our API's landing page
  /// @param token of somebody who may write
  public CatalogueImport(URI target, Optional<String> token, Duration timeout) {
    this.exchange = new StacExchange(target, token, timeout);
    this.client = new StacClient(target, token, timeout);
  }

  /// @param journal file that keeps how far an import from another API came; it is gone when this
  ///   returns
  /// @throws StacException if the API does not answer or refuses a collection
  /// @throws StacFormatException if a document is no JSON
  public Report run(StacSource source, Path journal) {
    source.collections(this::collection);
    switch (source) {
      case ApiSource api -> {
        ImportJournal places = ImportJournal.open(journal);
        List.copyOf(counts.keySet()).forEach(id -> pages(api, id, places));
        places.close();
      }
      case FolderSource folder -> folder.items(this::item);
      case LinesSource lines -> lines.items(this::item);
    }
    flushAll();
    var report = new TreeMap<String, Count>();
    counts.forEach((id, c) -> report.put(id, new Count(c[0], c[1], held(id))));
    return new Report(report, List.copyOf(reasons));
  }

  private void collection(String text) {
    String id = VerbatimJson.texts(text, Set.of("id")).getOrDefault("id", "");
    counts.computeIfAbsent(id, k -> new long[2]);
    String document = VerbatimJson.withLinks(text, "");
    Optional<Body> body = Optional.of(new Body(document, "application/json"));
    URI one = exchange.resolve("/collections/" + StacExchange.segment(id));
    try {
      Answer answer = exchange.patient("PUT", one, body, 200, 201, 204, 404);
      if (answer.status() == 404) {
        exchange.patient("POST", exchange.resolve("/collections"), body, 200, 201);
      }
    } catch (StacException.Refused e) {
      reason("collection " + id + ": " + e.getMessage());
    }
  }

  /// The items of one collection, from where an import before stopped.
  private void pages(ApiSource api, String id, ImportJournal journal) {
    Optional<ImportJournal.Place> before = journal.place(id);
    before.ifPresent(place -> counts.put(id, new long[] {place.read(), place.taken()}));
    if (before.isEmpty()) {
      pages(api, id, journal, api.itemsOf(id));
    } else if (before.get().next().isPresent()) {
      try {
        pages(api, id, journal, before.get().next().get());
      } catch (StacException.Refused stale) {
        // the page is none any more
        counts.put(id, new long[2]);
        pages(api, id, journal, api.itemsOf(id));
      }
    }
  }

  private void pages(ApiSource api, String id, ImportJournal journal, Ask first) {
    Optional<Ask> ask = Optional.of(first);
    while (ask.isPresent()) {
      ApiSource.Page page = api.items(ask.get());
      page.documents().forEach(this::item);
      ask = page.next();
      if (lines == 0 || lines >= NOTED || ask.isEmpty()) {
        flushAll();
        long[] count = counts.getOrDefault(id, new long[2]);
        journal.note(id, new ImportJournal.Place(ask, count[0], count[1]));
      }
      if (ask.isEmpty()) {
        checkNoneIsMissing(id, page.matched());
      }
    }
  }

  /// A server that pages wrongly loses items without an error.
  private void checkNoneIsMissing(String id, OptionalLong said) {
    long read = counts.getOrDefault(id, new long[2])[0];
    if (said.orElse(0) > read) {
      reason(
          "collection "
              + id
              + ": the source counts "
              + said.getAsLong()
              + " items, but its pages hold "
              + read);
    }
  }

  private void flushAll() {
    List.copyOf(waiting.keySet()).forEach(this::flush);
  }

  private void item(String text) {
    String collection =
        VerbatimJson.texts(text, Set.of("collection")).getOrDefault("collection", "");
    counts.computeIfAbsent(collection, k -> new long[2])[0]++;
    List<String> batch = waiting.computeIfAbsent(collection, k -> new ArrayList<>());
    batch.add(text.replace("\n", " ").replace("\r", " "));
    lines++;
    if (batch.size() == BATCH) {
      flush(collection);
    } else if (lines > WAITING) {
      waiting.entrySet().stream()
          .max(Comparator.comparingInt(e -> e.getValue().size()))
          .ifPresent(largest -> flush(largest.getKey()));
    }
  }

  private void flush(String collection) {
    List<String> batch = waiting.remove(collection);
    if (batch == null || batch.isEmpty()) {
      return;
    }
    lines -= batch.size();
    String path = "/collections/" + StacExchange.segment(collection) + "/bulk_items?mode=upsert";
    Optional<Body> body = Optional.of(new Body(String.join("\n", batch), "application/x-ndjson"));
    try {
      ObjectNode report = exchange.patient("POST", exchange.resolve(path), body, 200).json();
      long[] count = counts.computeIfAbsent(collection, k -> new long[2]);
      count[1] += report.path("written").asLong() + report.path("unchanged").asLong();
      for (JsonNode rejection : report.path("rejections")) {
        reason("item of collection " + collection + ": " + rejection.path("reason").asString(""));
      }
    } catch (StacException.Refused e) {
      reason(batch.size() + " items of collection " + collection + ": " + e.getMessage());
    }
  }

  private void reason(String reason) {
    if (reasons.size() < MAX_REASONS) {
      reasons.add(reason);
    }
  }

  /// The count that the API gives, or if it gives none for so many, one by one.
  private long held(String collection) {
    String path = "/collections/" + StacExchange.segment(collection) + "/items?limit=1";
    Answer answer = exchange.patient("GET", exchange.resolve(path), Optional.empty(), 200, 404);
    if (answer.status() == 404) {
      return 0;
    }
    JsonNode matched = answer.json().path("numberMatched");
    return matched.isNumber() ? matched.asLong() : client.countItems(collection);
  }
}
