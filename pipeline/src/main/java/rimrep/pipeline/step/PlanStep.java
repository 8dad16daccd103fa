package rimrep.pipeline.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.Detail;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.source.Discovery;
import rimrep.pipeline.storage.Storage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Decides what goes where. Items that it settles itself, rejected or found unchanged, stand in the
/// ledger when it ends; so do items that could not be fetched.
final class PlanStep implements Step {
  private final Site site;

  PlanStep(Site site) {
    this.site = site;
  }

  @Override
  public StepName name() {
    return StepName.PLAN;
  }

  @Override
  public List<StepName> reads() {
    return List.of(StepName.DISCOVER, StepName.FETCH);
  }

  @Override
  public Outcome run(StepContext context) {
    DatasetDefinition definition = site.definition(context.dataset());
    DiscoverStep.Found found = context.run().output(StepName.DISCOVER, 0, DiscoverStep.Found.class);
    FetchStep.Fetched fetched = context.run().output(StepName.FETCH, 0, FetchStep.Fetched.class);
    Ledgers ledgers = new Ledgers(site.stores().artifacts());
    Ledgers.Read before = ledgers.read(context.dataset());
    Ledgers.requireNoted(before, context.run());
    Room room = Room.of(definition, site);
    Room.Planned planned =
        room.plan(fetched.fetched(), listed(found, fetched, before.ledger()), before.ledger());
    List<ItemReport> settled = judged(planned.items(), definition.ingest().knownBad());
    Ledger after =
        withSettled(before.ledger(), found.contract(), fetched, settled, failed(context));
    if (ledgers.write(before, after)) {
      Ledgers.note(ledgers.read(context.dataset()), context.run());
    }
    planned.plan().ifPresent(plan -> begin(context, room.seen(plan)));
    JsonNode output = planned.plan().orElse(JsonNodeFactory.instance.nullNode());
    Outcome outcome =
        planned.plan().isPresent()
            ? Outcome.changed(reason(planned, fetched), output)
            : Outcome.unchanged("nothing to convert: " + reason(planned, fetched), output);
    return outcome.withShards(planned.shards()).withItems(settled);
  }

  /// A plan stands while its run may write. Once the data are in, nothing is written any more.
  @Override
  public Optional<String> lapsed(StepContext context) {
    boolean open =
        isDecided(context)
            && context
                .run()
                .record(StepName.COMMIT, 0)
                .filter(r -> r.result() == StepRecord.Result.DONE)
                .isEmpty();
    return open && Journal.find(site.stores().artifacts(), context).isEmpty()
        ? Optional.of("another run was planned since")
        : Optional.empty();
  }

  private static boolean isDecided(StepContext context) {
    return context
        .run()
        .record(StepName.PLAN, 0)
        .flatMap(StepRecord::decision)
        .filter(d -> d == Decision.CHANGED)
        .isPresent();
  }

  /// From here on this run may write. What it converted before another run took its place does not
  /// count: the other one may have replaced it.
  private void begin(StepContext context, SortedMap<String, String> seen) {
    Storage artifacts = site.stores().artifacts();
    if (Journal.find(artifacts, context).isEmpty()) {
      context.run().voidConverted("another run was planned since");
    }
    Journal.take(artifacts, context, seen);
  }

  private static String reason(Room.Planned planned, FetchStep.Fetched fetched) {
    long rejected =
        planned.items().stream().filter(i -> i.outcome() == ItemOutcome.REJECTED).count();
    return "%d items, %d of them rejected; %d shards%s"
        .formatted(
            fetched.fetched().size(),
            rejected,
            planned.shards(),
            planned.findings().isEmpty() ? "" : "; " + String.join("; ", planned.findings()));
  }

  /// All items that the sources list and whose bytes we have.
  private static List<FetchedItem> listed(
      DiscoverStep.Found found, FetchStep.Fetched fetched, Ledger ledger) {
    List<FetchedItem> all = new ArrayList<>(fetched.fetched());
    all.addAll(fetched.renewed());
    for (String location : found.kept()) {
      Ledger.Entry entry = ledger.items().get(location);
      if (entry != null && entry.sha256().isPresent() && entry.originalKey().isPresent()) {
        all.add(
            new FetchedItem(
                entry.item(), entry.sizeBytes(), entry.sha256().get(), entry.originalKey().get()));
      }
    }
    return all;
  }

  private static List<ItemReport> failed(StepContext context) {
    return context.run().record(StepName.FETCH, 0).map(StepRecord::items).orElse(List.of()).stream()
        .filter(i -> i.outcome() == ItemOutcome.FAILED)
        .toList();
  }

  /// Marks rejections that a person has judged.
  static List<ItemReport> judged(
      List<ItemReport> items, List<rimrep.pipeline.dataset.Ingest.KnownBad> knownBad) {
    return items.stream()
        .map(i ->
            i.outcome() == ItemOutcome.REJECTED
                    && Discovery.isKnownBad(knownBad, i.item().name(), i.sha256().orElse(""))
                ? new ItemReport(
                    i.item(),
                    i.sizeBytes(),
                    i.sha256(),
                    i.outcome(),
                    i.reason(),
                    Optional.of("known-bad"),
                    i.detail())
                : i)
        .toList();
  }

  private static Ledger withSettled(
      Ledger before,
      String contract,
      FetchStep.Fetched fetched,
      List<ItemReport> settled,
      List<ItemReport> failed) {
    SortedMap<String, Ledger.Entry> items = new TreeMap<>(before.items());
    for (FetchedItem item : fetched.renewed()) {
      items.computeIfPresent(item.item().location(), (l, entry) -> renewed(entry, item));
    }
    for (ItemReport report : settled) {
      fetched.fetched().stream()
          .filter(f -> f.item().location().equals(report.item().location()))
          .findFirst()
          .ifPresent(f -> items.put(f.item().location(), entry(f, report, contract)));
    }
    for (ItemReport report : failed) {
      items.merge(
          report.item().location(),
          failedEntry(report, contract),
          (old, now) -> old.outcome() == ItemOutcome.INGESTED ? old : now);
    }
    return new Ledger(before.format(), before.dataset(), items, before.publishedTo());
  }

  private static Ledger.Entry renewed(Ledger.Entry entry, FetchedItem item) {
    return new Ledger.Entry(
        item.item(),
        entry.sizeBytes(),
        entry.sha256(),
        entry.originalKey(),
        entry.contract(),
        entry.outcome(),
        entry.reason(),
        entry.detail());
  }

  static Ledger.Entry entry(FetchedItem item, ItemReport report, String contract) {
    return new Ledger.Entry(
        item.item(),
        item.sizeBytes(),
        Optional.of(item.sha256()),
        Optional.of(item.originalKey()),
        contract,
        report.outcome() == ItemOutcome.UNCHANGED ? ItemOutcome.INGESTED : report.outcome(),
        switch (report.outcome()) {
          case REJECTED, FAILED -> report.reason();
          case INGESTED, UNCHANGED -> Optional.empty();
        },
        report.detail().map(Detail::of));
  }

  private static Ledger.Entry failedEntry(ItemReport report, String contract) {
    return new Ledger.Entry(
        report.item(),
        report.sizeBytes(),
        Optional.empty(),
        Optional.empty(),
        contract,
        ItemOutcome.FAILED,
        report.reason(),
        Optional.empty());
  }
}
