package rimrep.pipeline.step;

import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.storage.Storage;

/// The three stores.
public record Stores(Storage publicStore, Storage privateStore, Storage artifacts)
    implements AutoCloseable {
  /// The store that a dataset of this access goes to.
  public Storage of(Access access) {
    return switch (access) {
      case PUBLIC -> publicStore;
      case LIMITED -> privateStore;
    };
  }

  @Override
  public void close() {
    publicStore.close();
    privateStore.close();
    artifacts.close();
  }
}
