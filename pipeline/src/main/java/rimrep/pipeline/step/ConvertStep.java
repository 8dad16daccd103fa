package rimrep.pipeline.step;

import java.util.List;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.Ledger;

/// Converts one shard. What it writes no reader sees yet.
final class ConvertStep implements Step {
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
    return Outcome.changed(
        "shard " + context.shard() + " converted",
        Room.of(definition, site)
            .convert(
                context.run().output(StepName.PLAN, 0),
                context.shard(),
                ledger,
                Journal.require(site.stores().artifacts(), context),
                context.progress()));
  }
}
