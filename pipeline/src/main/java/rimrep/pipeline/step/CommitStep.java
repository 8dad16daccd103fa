package rimrep.pipeline.step;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import tools.jackson.databind.JsonNode;

/// Makes the converted data visible by one last write, then writes the ledger. Data that are
/// refused as a whole leave their items' fate in the ledger all the same.
final class CommitStep implements Step {
  private final Site site;

  CommitStep(Site site) {
    this.site = site;
  }

  @Override
  public StepName name() {
    return StepName.COMMIT;
  }

  @Override
  public List<StepName> reads() {
    return List.of(StepName.DISCOVER, StepName.FETCH, StepName.PLAN, StepName.CONVERT);
  }

  @Override
  public Outcome run(StepContext context) {
    DatasetDefinition definition = site.definition(context.dataset());
    Ledgers ledgers = new Ledgers(site.stores().artifacts());
    Ledgers.Read before = ledgers.read(context.dataset());
    List<JsonNode> reports = new ArrayList<>();
    int shards = context.run().record(StepName.PLAN, 0).map(StepRecord::shards).orElse(0);
    for (int shard = 0; shard < shards; shard++) {
      reports.add(context.run().output(StepName.CONVERT, shard));
    }
    Journal journal = Journal.require(site.stores().artifacts(), context);
    Room.Committed committed =
        Room.of(definition, site)
            .commit(context.run().output(StepName.PLAN, 0), reports, before.ledger(), journal);
    SortedMap<String, Ledger.Entry> items = new TreeMap<>(before.ledger().items());
    committed.entries().forEach(e -> items.put(e.item().location(), e));
    ledgers.write(
        before, new Ledger(Ledger.FORMAT, context.dataset(), items, before.ledger().publishedTo()));
    List<ItemReport> judged = PlanStep.judged(committed.items(), definition.ingest().knownBad());
    if (committed.refusal().isPresent()) {
      Journal.end(site.stores().artifacts(), context);
      return Outcome.refused(committed.refusal().get(), judged);
    }
    long ingested = judged.stream().filter(i -> i.outcome() == ItemOutcome.INGESTED).count();
    return Outcome.changed(
            ingested + " items are in", Json.mapper().valueToTree(committed.report()))
        .withItems(judged);
  }
}
