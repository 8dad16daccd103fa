package rimrep.pipeline.grid;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.storage.Content;
import rimrep.pipeline.storage.Storage;

/// A Zarr v2 store as its readers see it: through the consolidated metadata only. Safe for several
/// threads; the metadata are those of the moment of opening.
public final class ZarrStore {
  private final Storage storage;
  private final String prefix;
  private final StoreLayout layout;
  private final String digest;

  private ZarrStore(Storage storage, String prefix, byte[] consolidated) {
    this.storage = storage;
    this.prefix = prefix;
    this.layout = ZarrDocuments.parse(prefix + "/" + ZarrDocuments.CONSOLIDATED, consolidated);
    this.digest = GridContract.sha256(consolidated);
  }

  /// Opens the store below `prefix` (`<dataset>/data.zarr`), or says that there is none.
  public static Optional<ZarrStore> open(Storage storage, String prefix) {
    String key = prefix + "/" + ZarrDocuments.CONSOLIDATED;
    Optional<Content> content = storage.get(key);
    return content.map(c -> new ZarrStore(storage, prefix, c.bytes()));
  }

  public StoreLayout layout() {
    return layout;
  }

  /// SHA-256 of the consolidated metadata.
  public String digest() {
    return digest;
  }

  public String prefix() {
    return prefix;
  }

  public List<ZarrArray> arrays() {
    return layout.arrays().stream().map(this::array).toList();
  }

  public Optional<ZarrArray> array(String name) {
    return layout.array(name).map(this::array);
  }

  private ZarrArray array(ArrayLayout array) {
    return new ZarrArray(storage, prefix, array);
  }
}
