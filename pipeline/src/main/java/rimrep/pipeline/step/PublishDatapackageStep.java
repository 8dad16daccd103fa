package rimrep.pipeline.step;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.CanonicalJson;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.storage.Storage;
import tools.jackson.databind.node.JsonNodeFactory;

/// Writes schema and complete package beside the data, the package last. What is there already is
/// left alone.
final class PublishDatapackageStep implements Step {
  private final Site site;

  PublishDatapackageStep(Site site) {
    this.site = site;
  }

  @Override
  public StepName name() {
    return StepName.PUBLISH_DATAPACKAGE;
  }

  @Override
  public List<StepName> reads() {
    return List.of(StepName.COMPLETE);
  }

  @Override
  public boolean standsWhenResumed() {
    return false;
  }

  @Override
  public Outcome run(StepContext context) {
    CompletePackage complete = CompleteStep.read(context);
    Storage store = site.stores().of(complete.access());
    PublishedVersion.requireUnchanged(context.run(), store, complete);
    claim(complete, store);
    boolean schema =
        PublishedVersion.put(
            store,
            complete.id() + "/" + complete.kind().schemaFile(),
            CanonicalJson.bytes(complete.schema()),
            complete.id());
    boolean written =
        PublishedVersion.put(
            store, CompletePackages.key(complete.id()), complete.bytes(), complete.id());
    String where = store.location().resolve(CompletePackages.key(complete.id())).text();
    return written || schema
        ? Outcome.changed("written to " + where, JsonNodeFactory.instance.stringNode(where))
        : Outcome.unchanged("as it stands in " + where, JsonNodeFactory.instance.stringNode(where));
  }

  /// The ledger knows where a dataset is public before it is, so that a changed access is noticed
  /// always.
  private void claim(CompletePackage complete, Storage store) {
    Ledgers ledgers = new Ledgers(site.stores().artifacts());
    Ledgers.Read before = ledgers.read(complete.id());
    Ledger.Published published =
        new Ledger.Published(
            complete.access(),
            store.location().resolve(complete.id().value()).text(),
            complete.digest());
    ledgers.write(
        before,
        new Ledger(Ledger.FORMAT, complete.id(), before.ledger().items(), Optional.of(published)));
  }
}
