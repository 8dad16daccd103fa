package rimrep.pipeline.step;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.failure.BadInput;
import tools.jackson.databind.JsonNode;

/// What the steps ask of the rooms `grid` and `table` alike.
sealed interface Room permits GridRoom, TableRoom {
  static Room of(DatasetDefinition definition, Site site) {
    return switch (definition.kind()) {
      case GRID -> new GridRoom(definition, site);
      case TABLE -> new TableRoom(definition, site);
    };
  }

  /// Digest of what items are judged by.
  String contract();

  /// @param fetched items whose bytes are here and that are new or changed
  /// @param listed all items that the sources list and that are not rejected, the fetched ones
  ///   among them
  Planned plan(List<FetchedItem> fetched, List<FetchedItem> listed, Ledger ledger);

  /// @param plan for the shards; empty if there is nothing to convert
  /// @param items that the plan itself settles: rejected, unchanged
  record Planned(
      Optional<JsonNode> plan, int shards, List<ItemReport> items, List<String> findings) {}

  /// The versions of the objects that a conversion by this plan may replace, by key.
  SortedMap<String, String> seen(JsonNode plan);

  /// @param journal what this run may replace
  JsonNode convert(JsonNode plan, int shard, Ledger ledger, Journal journal, Progress progress);

  /// The item of the plan that a failed conversion is to be blamed on, as the ledger takes it:
  /// rejected. Damage of values shows only when they are read.
  Optional<Blamed> blamed(JsonNode plan, BadInput damage);

  record Blamed(ItemReport report, Ledger.Entry entry) {}

  /// Makes the data visible.
  Committed commit(JsonNode plan, List<JsonNode> reports, Ledger ledger, Journal journal);

  /// @param items what became of the plan's items
  /// @param entries of the ledger that are new, by location
  /// @param report of the room, for the record
  /// @param refusal why nothing was made visible; empty if it was
  record Committed(
      List<ItemReport> items,
      List<Ledger.Entry> entries,
      JsonNode report,
      Optional<BadInput> refusal) {}

  /// @param committed what the commit of this run reported: what is known of objects that it stored
  ///   need not be found again; empty to read everything
  Measured measure(Measured.SourceFacts sources, Optional<JsonNode> committed, Instant now);
}
