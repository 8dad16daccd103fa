package rimrep.pipeline.step;

import java.util.Optional;
import java.util.TreeMap;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.failure.BadUsage;
import rimrep.pipeline.storage.Storage;

/// Begins a new ledger for data whose ledger was lost. It knows where they are published and no
/// item: the next run fetches all items again and compares them with what is stored.
public final class LedgerRebuild {
  private final Site site;

  public LedgerRebuild(Site site) {
    this.site = site;
  }

  /// @return where the new ledger lies
  public String rebuild(DatasetId dataset) {
    DatasetDefinition definition = site.definition(dataset);
    Storage artifacts = site.stores().artifacts();
    Ledgers ledgers = new Ledgers(artifacts);
    Ledgers.Read before = ledgers.read(dataset);
    String where = artifacts.location().resolve(Ledger.key(dataset)).text();
    if (before.exists()) {
      throw new BadUsage(
          where,
          "a ledger with " + before.ledger().items().size() + " items",
          "none: only a lost ledger is made again",
          "run rimrep run " + dataset + ", or take the dataset back with rimrep withdraw");
    }
    Storage store = site.stores().of(definition.access());
    Optional<Ledger.Published> published =
        new CompletePackages(site.stores())
            .find(dataset, definition.access())
            .map(c ->
                new Ledger.Published(
                    c.access(), store.location().resolve(dataset.value()).text(), c.digest()));
    ledgers.write(before, new Ledger(Ledger.FORMAT, dataset, new TreeMap<>(), published));
    return where;
  }
}
