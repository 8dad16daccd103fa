package rimrep.pipeline.publish;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.dataset.Measured.StoredFile;

/// Where a dataset's files are read, for those who may: the public store, or the gateway for a
/// limited dataset. The private store's own address is in no document.
final class DataLinks {
  private final CompletePackage complete;
  private final StoreAddress store;

  private DataLinks(CompletePackage complete, StoreAddress store) {
    this.complete = complete;
    this.store = store;
  }

  /// Empty for a limited dataset without a gateway.
  static Optional<DataLinks> of(CompletePackage complete, Endpoints endpoints) {
    Optional<StoreAddress> store =
        complete.access() == Access.PUBLIC
            ? Optional.of(endpoints.publicStore())
            : endpoints.gateway().map(gateway -> new StoreAddress.Web(gateway.base()));
    return store.map(address -> new DataLinks(complete, address));
  }

  StoreAddress store() {
    return store;
  }

  /// The store of a grid; of a table the file, where a folder cannot be listed and there is only
  /// one, else the folder.
  String data() {
    return store.href(isOneFileOverHttp() ? path(files().getFirst().key()) : dataFolder());
  }

  /// Over HTTPS, if the store is a bucket that has such an address.
  Optional<String> dataOverHttps() {
    if (!(store instanceof StoreAddress.Bucket bucket) || bucket.https().isEmpty()) {
      return Optional.empty();
    }
    String path = files().size() == 1 ? path(files().getFirst().key()) : dataFolder();
    return bucket.https().map(base -> base + "/" + path);
  }

  String datapackage() {
    return store.href(path("datapackage.json"));
  }

  /// For readers that know no buckets, where there is such an address.
  String datapackageForBrowsers() {
    return store instanceof StoreAddress.Bucket bucket && bucket.https().isPresent()
        ? bucket.https().get() + "/" + path("datapackage.json")
        : datapackage();
  }

  /// The files of a table of several, for readers that cannot list a folder.
  List<String> parts() {
    return files().size() < 2
        ? List.of()
        : files().stream().map(file -> store.href(path(file.key()))).toList();
  }

  /// The one file that `data` names, if it names a file.
  Optional<StoredFile> file() {
    return isOneFileOverHttp() ? Optional.of(files().getFirst()) : Optional.empty();
  }

  private boolean isOneFileOverHttp() {
    return files().size() == 1 && store instanceof StoreAddress.Web;
  }

  /// Of a table; a grid's objects are not listed.
  private List<StoredFile> files() {
    return complete.kind() == Kind.TABLE ? complete.measured().objects() : List.of();
  }

  private String dataFolder() {
    return path(complete.kind().dataPath());
  }

  private String path(String key) {
    return complete.id() + "/" + key;
  }
}
