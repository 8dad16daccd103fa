package rimrep.pipeline.step;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.harvest.Harvest;
import rimrep.pipeline.harvest.Harvester;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads the external metadata record of the dataset, if it has one.
final class HarvestStep implements Step {
  private final Site site;

  HarvestStep(Site site) {
    this.site = site;
  }

  @Override
  public StepName name() {
    return StepName.HARVEST;
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
    Optional<Harvest> harvest = harvest(definition, site);
    if (harvest.isEmpty()) {
      return Outcome.unchanged("no external record is named", JsonNodeFactory.instance.nullNode());
    }
    return switch (harvest.get()) {
      case Harvest.Read read -> {
        LastHarvests last = new LastHarvests(site.stores().artifacts());
        last.keep(context.dataset(), read);
        keep(read, context);
        yield Outcome.changed("record " + told(read), read.fields());
      }
      case Harvest.NotModified(Harvest.Read read) -> {
        keep(read, context);
        yield Outcome.unchanged(
            "the record is not modified (HTTP 304) and was not sent again: " + told(read),
            read.fields());
      }
      case Harvest.Gone gone ->
          Outcome.unchanged(
              "the record is gone (HTTP " + gone.status() + "); nothing is removed for it",
              JsonNodeFactory.instance.nullNode());
    };
  }

  /// The very record, so that what this run published can be made again.
  private static void keep(Harvest.Read read, StepContext context) {
    context.run().writeBytes("harvest/record.xml", read.raw());
  }

  private static String told(Harvest.Read read) {
    return read.digest() + ", " + read.record().problems().size() + " problems in it";
  }

  /// Asks for the record; empty if the dataset names none.
  static Optional<Harvest> harvest(DatasetDefinition definition, Site site) {
    Harvester harvester =
        new Harvester(
            site.sources().catalogRoot(),
            site.sources().http(),
            site.sources().loopback(),
            site.sources().environment());
    LastHarvests last = new LastHarvests(site.stores().artifacts());
    return definition
        .ingest()
        .harvest()
        .map(spec -> harvester.harvest(spec, last.find(definition.id())));
  }
}
