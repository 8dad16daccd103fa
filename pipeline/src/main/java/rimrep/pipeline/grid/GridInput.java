package rimrep.pipeline.grid;

import java.nio.ByteBuffer;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.netcdf.Decoders;
import rimrep.pipeline.storage.ByteSource;

/// An item with the way to its bytes.
public record GridInput(FetchedItem item, ItemOpener opener) {
  GridSource open() {
    return open(new Decoders());
  }

  GridSource open(Decoders decoders) {
    String name = item.item().name();
    return NetcdfGridSource.open(name, new NamedBytes(name, opener.open(item)), decoders);
  }

  /// The bytes under the item's name, so that messages name what people know and not the place of
  /// our copy.
  private record NamedBytes(String name, ByteSource bytes) implements ByteSource {
    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public void readAt(long position, ByteBuffer target) {
      bytes.readAt(position, target);
    }

    @Override
    public void close() {
      bytes.close();
    }
  }
}
