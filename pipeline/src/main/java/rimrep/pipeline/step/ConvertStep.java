package rimrep.pipeline.step;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Temporary;
import tools.jackson.databind.JsonNode;

/// Converts one shard. What it writes no reader sees yet. A file whose values prove to be damaged
/// is rejected in the ledger; the run goes on without it when it is run again.
final class ConvertStep implements Step {
  /// Shards that write the ledger at the same time.
  private static final int MOST_AT_ONCE = 20;

  private final Site site;

  ConvertStep(Site site) {
    this.site = site;
  }

  @Override
  public StepName name() {
    return StepName.CONVERT;
  }

  @Override
  public List<StepName> reads() {
    return List.of(StepName.PLAN);
  }

  @Override
  public Outcome run(StepContext context) {
    DatasetDefinition definition = site.definition(context.dataset());
    Ledger ledger = new Ledgers(site.stores().artifacts()).read(context.dataset()).ledger();
    Room room = Room.of(definition, site);
    JsonNode plan = context.run().output(StepName.PLAN, 0);
    Journal journal = Journal.require(site.stores().artifacts(), context);
    try {
      return Outcome.changed(
          "shard " + context.shard() + " converted",
          room.convert(plan, context.shard(), ledger, journal, context.progress()));
    } catch (BadInput damage) {
      Room.Blamed blamed = room.blamed(plan, damage).orElseThrow(() -> damage);
      reject(context, blamed.entry());
      List<ItemReport> items =
          PlanStep.judged(List.of(blamed.report()), definition.ingest().knownBad());
      return Outcome.refused(damage, items);
    }
  }

  /// The ledger remembers the damaged item, so that the next plan is made without it. Several
  /// shards may find one each.
  private void reject(StepContext context, Ledger.Entry entry) {
    Ledgers ledgers = new Ledgers(site.stores().artifacts());
    for (int left = MOST_AT_ONCE; ; left--) {
      Ledgers.Read before = ledgers.read(context.dataset());
      SortedMap<String, Ledger.Entry> items = new TreeMap<>(before.ledger().items());
      items.put(entry.item().location(), entry);
      Ledger after =
          new Ledger(Ledger.FORMAT, context.dataset(), items, before.ledger().publishedTo());
      try {
        boolean unused = ledgers.write(before, after);
        return;
      } catch (Temporary overtaken) {
        if (left == 0) {
          throw overtaken;
        }
      }
    }
  }
}
