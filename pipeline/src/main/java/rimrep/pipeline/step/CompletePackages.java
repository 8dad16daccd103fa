package rimrep.pipeline.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.Storage;

/// The complete packages that are published: the one truth that everything public is made from.
public final class CompletePackages {
  static final String FILE = "datapackage.json";

  private final Stores stores;

  public CompletePackages(Stores stores) {
    this.stores = stores;
  }

  static String key(DatasetId dataset) {
    return dataset + "/" + FILE;
  }

  public Optional<CompletePackage> find(DatasetId dataset, Access access) {
    return read(stores.of(access), dataset.value());
  }

  /// All of both stores, sorted by id.
  public List<CompletePackage> all() {
    List<CompletePackage> found = new ArrayList<>();
    for (Storage store : List.of(stores.publicStore(), stores.privateStore())) {
      for (String folder : store.folders()) {
        if (DatasetId.isValid(folder)) {
          read(store, folder).ifPresent(found::add);
        }
      }
    }
    found.sort(Comparator.comparing(CompletePackage::id));
    return found;
  }

  private static Optional<CompletePackage> read(Storage store, String dataset) {
    String key = dataset + "/" + FILE;
    Optional<Content> content = store.get(key);
    return content.map(c -> CompletePackage.parse(c.bytes(), store.location().resolve(key).text()));
  }
}
