package rimrep.pipeline.step;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.Measured;
import tools.jackson.databind.JsonNode;

/// Reads the stored output again and says what is in it.
final class MeasureStep implements Step {
  private final Site site;

  MeasureStep(Site site) {
    this.site = site;
  }

  @Override
  public StepName name() {
    return StepName.MEASURE;
  }

  @Override
  public List<StepName> reads() {
    return List.of(StepName.COMMIT);
  }

  @Override
  public Outcome run(StepContext context) {
    Journal.end(site.stores().artifacts(), context);
    DatasetDefinition definition = site.definition(context.dataset());
    Ledger ledger = new Ledgers(site.stores().artifacts()).read(context.dataset()).ledger();
    Measured measured =
        measure(definition, ledger, Optional.of(context.run().output(StepName.COMMIT, 0)), site);
    return Outcome.changed(
        "%d objects, %d bytes".formatted(measured.objects().size(), measured.bytes()),
        Json.mapper().valueToTree(measured));
  }

  /// Reads everything that is stored.
  static Measured measure(DatasetDefinition definition, Ledger ledger, Site site) {
    return measure(definition, ledger, Optional.empty(), site);
  }

  private static Measured measure(
      DatasetDefinition definition, Ledger ledger, Optional<JsonNode> committed, Site site) {
    Room room = Room.of(definition, site);
    return room.measure(
        SourceDigest.of(ledger, room.contract()), committed, site.clock().instant());
  }
}
