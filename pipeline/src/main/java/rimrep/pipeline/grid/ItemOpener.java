package rimrep.pipeline.grid;

import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.storage.ByteSource;

/// Opens the bytes of an item that has been fetched. The caller closes them.
@FunctionalInterface
public interface ItemOpener {
  ByteSource open(FetchedItem item);
}
