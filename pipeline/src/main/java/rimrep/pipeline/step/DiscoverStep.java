package rimrep.pipeline.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.SourceItem;
import rimrep.pipeline.source.Discovered;
import rimrep.pipeline.source.Discovery;
import rimrep.pipeline.source.Sighting;
import rimrep.pipeline.source.SourceLister;
import tools.jackson.databind.JsonNode;

/// Lists what the providers offer and compares it with the ledger.
final class DiscoverStep implements Step {
  private final Site site;

  DiscoverStep(Site site) {
    this.site = site;
  }

  /// What later steps need of a listing.
  ///
  /// @param contract digest of what items are judged by
  /// @param fetch items to be fetched
  /// @param kept locations of items that stand as the ledger has them
  record Found(String contract, List<SourceItem> fetch, List<String> kept) {}

  @Override
  public StepName name() {
    return StepName.DISCOVER;
  }

  @Override
  public List<StepName> reads() {
    return List.of();
  }

  @Override
  public boolean standsWhenResumed() {
    return false;
  }

  @Override
  public Outcome run(StepContext context) {
    DatasetDefinition definition = site.definition(context.dataset());
    Ledgers.Read ledger = new Ledgers(site.stores().artifacts()).read(context.dataset());
    Ledgers.note(ledger, context.run());
    AccessCheck.check(definition, ledger, site);
    Room room = Room.of(definition, site);
    Discovered discovered =
        new Discovery(new SourceLister(site.sources()))
            .discover(definition.ingest(), ledger.ledger(), room.contract());
    List<SourceItem> fetch = discovered.toFetch().stream().map(Sighting::item).toList();
    if (fetch.isEmpty()) {
      // A run that ended behind its ledger, before it measured, left its journal.
      Journal.end(site.stores().artifacts(), context);
    }
    List<ItemReport> reports = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (Sighting sighting : discovered.sightings()) {
      report(sighting)
          .ifPresent(r -> {
            reports.add(r);
            kept.add(r.item().location());
          });
    }
    JsonNode output = Json.mapper().valueToTree(new Found(room.contract(), fetch, kept));
    String reason =
        "%d items listed: %d to fetch, %d as before, %d no longer listed"
            .formatted(
                discovered.sightings().size(),
                fetch.size(),
                kept.size(),
                discovered.vanished().size());
    boolean replaced =
        definition.kind() == rimrep.pipeline.dataset.Kind.TABLE && !discovered.vanished().isEmpty();
    Outcome outcome =
        fetch.isEmpty() && !replaced
            ? Outcome.unchanged(reason, output)
            : Outcome.changed(reason, output);
    return outcome.withItems(reports);
  }

  /// What is known of an item without its bytes; empty if it has to be fetched first.
  static Optional<ItemReport> report(Sighting sighting) {
    return switch (sighting) {
      case Sighting.New n -> Optional.empty();
      case Sighting.Changed c -> Optional.empty();
      case Sighting.Unchanged u ->
          Optional.of(
              of(u.item(), u.before(), ItemOutcome.UNCHANGED, Optional.empty(), Optional.empty()));
      case Sighting.StillRejected r ->
          Optional.of(
              of(
                  r.item(),
                  r.before(),
                  ItemOutcome.REJECTED,
                  r.before().reason().map(reason -> "still rejected: " + reason),
                  Optional.of(r.judged() ? "known-bad" : "bad-input")));
    };
  }

  private static ItemReport of(
      SourceItem item,
      Ledger.Entry before,
      ItemOutcome outcome,
      Optional<String> reason,
      Optional<String> kind) {
    return new ItemReport(
        item, before.sizeBytes(), before.sha256(), outcome, reason, kind, Optional.empty());
  }
}
