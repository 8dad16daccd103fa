package rimrep.pipeline.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;
import rimrep.stac.Deleted;

/// Takes back what was published of a dataset, what points at data before the data. Originals and
/// run records stay. It can be run again at any time: what is gone already is passed over.
public final class Withdrawal {
  private final Site site;

  public Withdrawal(Site site) {
    this.site = site;
  }

  /// What is there to be taken back.
  ///
  /// @param collections that hold, or may hold, its Item
  /// @param objects keys, in the order in which they are removed, by store
  /// @param ledgerItems entries of the ledger that would be forgotten
  public record Found(
      DatasetId dataset,
      List<CollectionId> collections,
      List<Objects> objects,
      boolean pygeoapi,
      int ledgerItems) {
    public record Objects(Access access, String location, List<String> keys) {}

    public boolean nothing() {
      return objects.isEmpty() && !pygeoapi && ledgerItems == 0;
    }
  }

  public Found find(DatasetId dataset) {
    Set<CollectionId> collections = new TreeSet<>(Comparator.comparing(CollectionId::value));
    List<Found.Objects> objects = new ArrayList<>();
    for (Access access : Access.values()) {
      Storage store = site.stores().of(access);
      List<String> keys = keys(store, dataset);
      if (!keys.isEmpty()) {
        objects.add(
            new Found.Objects(access, store.location().resolve(dataset.value()).text(), keys));
      }
      published(dataset, access).ifPresent(c -> collections.add(c.collection()));
    }
    inCatalogue(dataset).ifPresent(collections::add);
    Storage artifacts = site.stores().artifacts();
    Ledger ledger = new Ledgers(artifacts).read(dataset).ledger();
    return new Found(
        dataset,
        List.copyOf(collections),
        List.copyOf(objects),
        artifacts.head(PygeoapiPublishing.entryKey(dataset)).isPresent(),
        ledger.items().size());
  }

  /// The package first, then what makes the data readable, then the rest.
  private static List<String> keys(Storage store, DatasetId dataset) {
    List<String> keys = store.list(dataset + "/").stream().map(StoredObject::key).toList();
    List<String> ordered = new ArrayList<>();
    for (int rank = 0; rank < 3; rank++) {
      for (String key : keys) {
        if (rank(key) == rank) {
          ordered.add(key);
        }
      }
    }
    return ordered;
  }

  private static int rank(String key) {
    if (key.endsWith("/" + CompletePackages.FILE)) {
      return 0;
    }
    return key.endsWith("/.zmetadata") || key.endsWith("/zarr.json") ? 1 : 2;
  }

  /// A damaged package is removed like a good one.
  private Optional<CompletePackage> published(DatasetId dataset, Access access) {
    try {
      return new CompletePackages(site.stores()).find(dataset, access);
    } catch (BadInput damaged) {
      return Optional.empty();
    }
  }

  private Optional<CollectionId> inCatalogue(DatasetId dataset) {
    try {
      return Optional.of(site.definition(dataset).collection());
    } catch (BadConfiguration notThere) {
      return Optional.empty();
    }
  }

  /// Takes it all back.
  public void withdraw(Found found) {
    DatasetId dataset = found.dataset();
    for (CollectionId collection : found.collections()) {
      Deleted unused =
          StacPublishing.ask(() -> site.stac().deleteItem(collection.value(), dataset.value()));
    }
    boolean unused = new PygeoapiPublishing(site).withdraw(dataset);
    for (Found.Objects objects : found.objects()) {
      objects.keys().forEach(site.stores().of(objects.access())::delete);
    }
    site.stores().artifacts().delete(Journal.key(dataset));
    site.stores().artifacts().delete(LastHarvests.key(dataset));
    Ledgers ledgers = new Ledgers(site.stores().artifacts());
    Ledgers.Read before = ledgers.read(dataset);
    if (before.exists()) {
      ledgers.write(before, Ledger.empty(dataset));
    }
    found.collections().forEach(this::collection);
  }

  /// Publishes the collection without the dataset, or removes it with its last one.
  private void collection(CollectionId id) {
    boolean others =
        new CompletePackages(site.stores()).all().stream().anyMatch(p -> p.collection().equals(id));
    if (others) {
      new StacPublishing(site).publish(id);
    } else {
      Deleted unused = StacPublishing.ask(() -> site.stac().deleteCollection(id.value()));
    }
  }
}
