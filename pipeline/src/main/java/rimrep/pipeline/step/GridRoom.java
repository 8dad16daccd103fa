package rimrep.pipeline.step;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.grid.CountedChunks;
import rimrep.pipeline.grid.Drift;
import rimrep.pipeline.grid.GridCommitReport;
import rimrep.pipeline.grid.GridContract;
import rimrep.pipeline.grid.GridConversion;
import rimrep.pipeline.grid.GridInput;
import rimrep.pipeline.grid.GridPlan;
import rimrep.pipeline.grid.GridProgress;
import rimrep.pipeline.grid.ItemPlan;
import rimrep.pipeline.grid.ShardReport;
import rimrep.pipeline.grid.ZarrStore;
import rimrep.pipeline.measure.GridMeasure;
import rimrep.pipeline.storage.ByteSource;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;
import tools.jackson.databind.JsonNode;

/// The steps' side of package `grid`.
final class GridRoom implements Room {
  private final DatasetDefinition definition;
  private final Site site;
  private final GridContract contract;

  GridRoom(DatasetDefinition definition, Site site) {
    this.definition = definition;
    this.site = site;
    this.contract = GridContract.of(definition.schema(), definition.ingest().section());
  }

  private Storage target() {
    return site.stores().of(definition.access());
  }

  /// Where the store lies: `<dataset>/data.zarr`.
  private String prefix() {
    return definition.id() + "/" + definition.kind().dataPath();
  }

  private GridConversion conversion(GridProgress progress) {
    return new GridConversion(site.limits().grid(), progress);
  }

  private ByteSource open(FetchedItem item) {
    return site.stores().artifacts().open(item.originalKey());
  }

  @Override
  public String contract() {
    return contract.digest();
  }

  @Override
  public Planned plan(List<FetchedItem> fetched, List<FetchedItem> listed, Ledger ledger) {
    List<GridInput> inputs = fetched.stream().map(f -> new GridInput(f, this::open)).toList();
    GridPlan plan =
        conversion(GridProgress.none())
            .plan(contract, ZarrStore.open(target(), prefix()), inputs, site.limits().gridShards());
    List<ItemReport> settled =
        plan.items().stream()
            .map(ItemPlan::report)
            .filter(r -> r.outcome() != ItemOutcome.INGESTED)
            .toList();
    List<String> findings = plan.drift().stream().map(Drift::message).toList();
    return switch (plan) {
      case GridPlan.NothingToDo nothing -> new Planned(Optional.empty(), 0, settled, findings);
      case GridPlan.Changes changes ->
          new Planned(
              Optional.of(Json.mapper().valueToTree(changes)),
              changes.shards().size(),
              settled,
              findings);
    };
  }

  private static GridPlan.Changes read(JsonNode plan) {
    return (GridPlan.Changes) Json.mapper().treeToValue(plan, GridPlan.class);
  }

  @Override
  public SortedMap<String, String> seen(JsonNode plan) {
    GridPlan.Changes changes = read(plan);
    String folder = prefix() + "/";
    SortedMap<String, String> seen = new TreeMap<>();
    for (StoredObject object : target().list(folder)) {
      if (changes.mayWrite(object.key().substring(folder.length()))) {
        seen.put(object.key(), object.etag().value());
      }
    }
    return seen;
  }

  private Storage target(Journal journal) {
    return new PlannedStorage(target(), journal.seen());
  }

  @Override
  public JsonNode convert(
      JsonNode plan, int shard, Ledger ledger, Journal journal, Progress progress) {
    GridProgress told = (done, all, bytes) -> progress.report("chunks", done, all);
    return Json.mapper()
        .valueToTree(
            conversion(told).convert(read(plan), shard, this::open, target(journal), prefix()));
  }

  @Override
  public Optional<Blamed> blamed(JsonNode plan, BadInput damage) {
    String thing = damage.problem().thing();
    return read(plan).items().stream()
        .filter(i -> i.report().outcome() == ItemOutcome.INGESTED)
        .map(ItemPlan::item)
        .filter(f -> thing.startsWith(f.item().name()))
        .max(Comparator.comparingInt(f -> f.item().name().length()))
        .map(f -> rejected(f, damage));
  }

  private Blamed rejected(FetchedItem item, BadInput damage) {
    ItemReport report =
        new ItemReport(
            item.item(),
            item.sizeBytes(),
            Optional.of(item.sha256()),
            ItemOutcome.REJECTED,
            Optional.of(damage.problem().message()),
            Optional.of(damage.kind()),
            Optional.empty());
    return new Blamed(report, PlanStep.entry(item, report, contract()));
  }

  @Override
  public Committed commit(JsonNode plan, List<JsonNode> reports, Ledger ledger, Journal journal) {
    GridPlan.Changes changes = read(plan);
    List<ShardReport> shards =
        reports.stream().map(r -> Json.mapper().treeToValue(r, ShardReport.class)).toList();
    GridCommitReport report =
        conversion(GridProgress.none()).commit(changes, shards, target(journal), prefix());
    List<ItemReport> items = new ArrayList<>();
    List<Ledger.Entry> entries = new ArrayList<>();
    for (ItemPlan item : changes.items()) {
      ItemReport told = item.report();
      if (told.outcome() == ItemOutcome.INGESTED) {
        items.add(told);
        entries.add(PlanStep.entry(item.item(), told, contract()));
      }
    }
    return new Committed(items, entries, Json.mapper().valueToTree(report), Optional.empty());
  }

  @Override
  public Measured measure(Measured.SourceFacts sources, Optional<JsonNode> committed, Instant now) {
    List<CountedChunks> counted =
        committed
            .map(c -> Json.mapper().treeToValue(c, GridCommitReport.class).counted())
            .orElse(List.of());
    return GridMeasure.measure(
        target(), definition.id().value(), contract, sources, counted, site.software(), now);
  }
}
