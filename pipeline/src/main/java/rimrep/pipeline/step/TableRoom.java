package rimrep.pipeline.step;

import java.time.Instant;
import java.util.ArrayList;
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
import rimrep.pipeline.measure.TableMeasure;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.table.CommitReport;
import rimrep.pipeline.table.ItemPiece;
import rimrep.pipeline.table.PieceReport;
import rimrep.pipeline.table.TableContract;
import rimrep.pipeline.table.TableConversion;
import rimrep.pipeline.table.TablePlan;
import rimrep.pipeline.table.TableSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The steps' side of package `table`.
final class TableRoom implements Room {
  private final DatasetDefinition definition;
  private final Site site;
  private final TableContract contract;
  private final TableSettings settings;
  private final TableConversion conversion;

  TableRoom(DatasetDefinition definition, Site site) {
    this.definition = definition;
    this.site = site;
    this.contract = TableContract.of(definition.schema(), definition.ingest().section());
    this.settings =
        new TableSettings(
            site.limits().threads(), site.limits().duckdbBytes(), site.scratch(), site.software());
    this.conversion = new TableConversion(settings);
  }

  private Storage artifacts() {
    return site.stores().artifacts();
  }

  private Storage target() {
    return site.stores().of(definition.access());
  }

  @Override
  public String contract() {
    return contract.digest();
  }

  @Override
  public Planned plan(List<FetchedItem> fetched, List<FetchedItem> listed, Ledger ledger) {
    TablePlan plan =
        conversion.plan(
            definition.id(),
            contract,
            ledger,
            listed.stream().map(contract::input).toList(),
            artifacts(),
            site.limits().tableShards());
    return switch (plan) {
      case TablePlan.NothingNew nothing -> new Planned(Optional.empty(), 0, List.of(), List.of());
      case TablePlan.Planned planned ->
          new Planned(
              Optional.of(Json.mapper().valueToTree(planned)),
              Math.max(1, planned.shards().size()),
              List.of(),
              List.of());
    };
  }

  private static TablePlan.Planned read(JsonNode plan) {
    return (TablePlan.Planned) Json.mapper().treeToValue(plan, TablePlan.class);
  }

  @Override
  public SortedMap<String, String> seen(JsonNode plan) {
    SortedMap<String, String> seen = new TreeMap<>();
    target()
        .list(definition.id() + "/" + definition.kind().dataPath() + "/")
        .forEach(object -> seen.put(object.key(), object.etag().value()));
    return seen;
  }

  @Override
  public JsonNode convert(
      JsonNode plan, int shard, Ledger ledger, Journal journal, Progress progress) {
    TablePlan.Planned planned = read(plan);
    if (shard >= planned.shards().size()) {
      return Json.mapper().valueToTree(new PieceReport(shard, List.of()));
    }
    PieceReport report = conversion.convert(planned, shard, contract, ledger, artifacts());
    progress.report("items", report.items().size(), report.items().size());
    return Json.mapper().valueToTree(report);
  }

  /// A damaged file of rows is rejected where it is converted.
  @Override
  public Optional<Blamed> blamed(JsonNode plan, BadInput damage) {
    return Optional.empty();
  }

  @Override
  public Committed commit(JsonNode plan, List<JsonNode> reports, Ledger ledger, Journal journal) {
    List<PieceReport> pieces =
        reports.stream().map(r -> Json.mapper().treeToValue(r, PieceReport.class)).toList();
    List<ItemPiece> items = pieces.stream().flatMap(p -> p.items().stream()).toList();
    try {
      CommitReport report =
          conversion.commit(
              read(plan),
              pieces,
              contract,
              ledger,
              artifacts(),
              new PlannedStorage(target(), journal.seen()),
              definition.id().value());
      return new Committed(
          items.stream().map(ItemPiece::report).toList(),
          items.stream().map(ItemPiece::entry).toList(),
          Json.mapper().valueToTree(report),
          Optional.empty());
    } catch (BadInput refusal) {
      return refused(items, ledger, refusal);
    }
  }

  /// The table as a whole is refused. Files rejected on their own account stay rejected; those
  /// whose rows would have gone in are taken again by the next run, and what is published stands.
  private static Committed refused(List<ItemPiece> items, Ledger ledger, BadInput refusal) {
    List<ItemReport> reports = new ArrayList<>();
    List<Ledger.Entry> entries = new ArrayList<>();
    for (ItemPiece item : items) {
      if (item.outcome() == ItemOutcome.REJECTED) {
        reports.add(item.report());
        entries.add(item.entry());
      } else {
        ItemReport report = item.notPublished(refusal.problem());
        reports.add(report);
        Ledger.Entry before = ledger.items().get(report.item().location());
        if (before == null || before.outcome() != ItemOutcome.INGESTED) {
          entries.add(PlanStep.entry(item.item(), report, item.contract()));
        }
      }
    }
    return new Committed(
        reports, entries, JsonNodeFactory.instance.nullNode(), Optional.of(refusal));
  }

  @Override
  public Measured measure(Measured.SourceFacts sources, Optional<JsonNode> committed, Instant now) {
    return new TableMeasure(settings)
        .measure(target(), definition.id().value(), contract, sources, site.software(), now);
  }
}
