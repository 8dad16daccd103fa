package rimrep.pipeline.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.Ingest;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.dataset.SourceSpec;
import rimrep.pipeline.failure.SourceUnavailable;

/// Compares what the sources list with what the ledger holds. A listing that is too short ends the
/// run before anything is done for it.
public final class Discovery {
  private final SourceLister lister;

  public Discovery(SourceLister lister) {
    this.lister = lister;
  }

  /// Lists all sources. {@link SourceUnavailable} if one cannot be listed, or shows less than its
  /// `expect` says.
  ///
  /// @param contract digest of what items are judged by: schema and settings
  public Discovered discover(Ingest ingest, Ledger ledger, String contract) {
    List<Sighting> sightings = new ArrayList<>();
    Set<String> listed = new HashSet<>();
    for (SourceSpec source : ingest.sources()) {
      List<SourceItem> items = lister.list(source);
      checkExpectation(source, items, ledger);
      for (SourceItem item : items) {
        if (listed.add(item.location())) {
          sightings.add(sight(item, ledger, contract, ingest.knownBad()));
        }
      }
    }
    sightings.sort(Comparator.comparing(sighting -> sighting.item().location()));
    List<Ledger.Entry> vanished =
        ledger.items().values().stream()
            .filter(entry -> !listed.contains(entry.item().location()))
            .toList();
    return new Discovered(List.copyOf(sightings), vanished);
  }

  /// Only what was ingested can be lost: whoever removes a bad file from the source does right.
  private static void checkExpectation(SourceSpec source, List<SourceItem> items, Ledger ledger) {
    int atLeast = source.expect().atLeast();
    if (items.size() < atLeast) {
      throw tooFew(source, items.size() + " items", "at least " + atLeast);
    }
    Set<String> listed = new HashSet<>();
    items.forEach(item -> listed.add(item.location()));
    List<String> known =
        ledger.items().values().stream()
            .filter(entry -> entry.item().source().equals(source.name()))
            .filter(entry -> entry.outcome() == ItemOutcome.INGESTED)
            .map(entry -> entry.item().location())
            .toList();
    long lost = known.stream().filter(location -> !listed.contains(location)).count();
    if (lost * 100 > (long) source.expect().shrinkPercent() * known.size()) {
      throw tooFew(
          source,
          lost + " of " + known.size() + " items gone",
          "at most " + source.expect().shrinkPercent() + "% gone since the last run");
    }
  }

  private static SourceUnavailable tooFew(SourceSpec source, String found, String expected) {
    return new SourceUnavailable(
        "source " + source.name(),
        found,
        expected,
        "nothing was changed; run again later, or correct its 'expect'");
  }

  private static Sighting sight(
      SourceItem item, Ledger ledger, String contract, List<Ingest.KnownBad> knownBad) {
    Ledger.Entry before = ledger.items().get(item.location());
    if (before == null) {
      return new Sighting.New(item);
    }
    if (before.outcome() == ItemOutcome.FAILED) {
      return new Sighting.Changed(item, before, Sighting.Reason.FAILED_BEFORE);
    }
    if (!before.contract().equals(contract)) {
      return new Sighting.Changed(item, before, Sighting.Reason.CONTRACT);
    }
    if (item.version().isEmpty()) {
      return new Sighting.Changed(item, before, Sighting.Reason.NO_VERSION);
    }
    if (!item.version().equals(before.item().version())) {
      return new Sighting.Changed(item, before, Sighting.Reason.CONTENT);
    }
    return same(item, before, knownBad);
  }

  private static Sighting same(
      SourceItem item, Ledger.Entry before, List<Ingest.KnownBad> knownBad) {
    return switch (before.outcome()) {
      case INGESTED, UNCHANGED -> new Sighting.Unchanged(item, before);
      case REJECTED ->
          new Sighting.StillRejected(
              item, before, isKnownBad(knownBad, item.name(), before.sha256().orElse("")));
      case FAILED -> throw new IllegalStateException("a failed item is taken again");
    };
  }

  /// Looks again at an item once its bytes are here: a new version of the same bytes under the same
  /// contract is unchanged, or still rejected.
  public static Sighting settle(
      Sighting sighting, FetchedItem fetched, String contract, List<Ingest.KnownBad> knownBad) {
    return switch (sighting) {
      case Sighting.Changed(SourceItem item, Ledger.Entry before, Sighting.Reason reason)
          when before.outcome() != ItemOutcome.FAILED
              && before.contract().equals(contract)
              && Objects.equals(before.sha256(), Optional.of(fetched.sha256())) ->
          same(item, before, knownBad);
      case Sighting.Changed other -> other;
      case Sighting.New other -> other;
      case Sighting.Unchanged other -> other;
      case Sighting.StillRejected other -> other;
    };
  }

  /// Whether a person has judged the item: its rejection then leaves a run complete.
  public static boolean isKnownBad(List<Ingest.KnownBad> knownBad, String name, String sha256) {
    return knownBad.stream()
        .anyMatch(known -> known.name().equals(name) && known.sha256().equals(sha256));
  }
}
