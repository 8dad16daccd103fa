package rimrep.pipeline.netcdf;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import rimrep.pipeline.failure.Bug;

/// An HDF5 file, read as netCDF-4.
final class Hdf5File implements NetcdfFile {
  private final HdfBytes bytes;
  private final GlobalHeap heap;
  private final NetcdfModel.Content content;
  private final HdfReader reader;

  /// @param superblock position of the superblock
  Hdf5File(FileBytes file, long superblock, Decoders decoders) {
    Superblock read = Superblock.read(file, superblock);
    this.bytes = read.bytes();
    this.heap = new GlobalHeap(bytes);
    this.reader = new HdfReader(bytes, decoders);
    this.content = NetcdfModel.of(bytes, heap, HdfTree.read(bytes, read.rootHeader()));
  }

  @Override
  public String name() {
    return bytes.file().name();
  }

  @Override
  public Format format() {
    return Format.NETCDF4;
  }

  @Override
  public List<Dimension> dimensions() {
    return content.dimensions();
  }

  @Override
  public List<Variable> variables() {
    return content.variables().values().stream().map(NetcdfModel.Stored::variable).toList();
  }

  @Override
  public List<Attribute> attributes() {
    return content.attributes();
  }

  @Override
  public Values read(Variable variable) {
    int[] shape = Cells.wholeShape(name(), variable);
    return read(variable, new long[shape.length], shape);
  }

  @Override
  public Values read(Variable variable, long[] origin, int[] shape) {
    HdfDataset dataset = readable(variable);
    long cells = Cells.checkRegion(variable, origin, shape);
    byte[] elements = new byte[Cells.regionBytes(name(), variable, cells, dataset.type().size())];
    elements(dataset, variable, origin, shape, elements, 0);
    if (variable.type() == DataType.STRING) {
      return new Values(
          DataType.STRING,
          Cells.list(shape),
          ByteBuffer.allocate(0),
          HdfText.all(bytes, heap, dataset.type(), elements));
    }
    return Cells.values(variable.type(), shape, elements);
  }

  @Override
  public int readInto(Variable variable, long[] origin, int[] shape, byte[] target, int offset) {
    HdfDataset dataset = readable(variable);
    if (variable.type() == DataType.STRING) {
      throw new Bug(name(), "variable " + variable.name() + " holds text", "numbers", "");
    }
    long cells = Cells.checkRegion(variable, origin, shape);
    Cells.regionBytes(name(), variable, cells, dataset.type().size());
    return elements(dataset, variable, origin, shape, target, offset);
  }

  private HdfDataset dataset(Variable variable) {
    NetcdfModel.Stored stored = content.variables().get(variable.name());
    if (stored == null) {
      throw new Bug(name(), "no variable " + variable.name(), "one of this file", "");
    }
    return stored.dataset();
  }

  private HdfDataset readable(Variable variable) {
    HdfDataset dataset = dataset(variable);
    dataset
        .refusal()
        .ifPresent(what -> {
          throw bytes
              .file()
              .unsupported(
                  "variable " + variable.name(),
                  what,
                  "numbers or text, stored in the file, plain or with deflate, shuffle,"
                      + " fletcher32 or zstd");
        });
    return dataset;
  }

  /// Reads a region, the part beyond the dataset's own extent filled as the netCDF-4 library does.
  private int elements(
      HdfDataset dataset,
      Variable variable,
      long[] origin,
      int[] shape,
      byte[] target,
      int offset) {
    int cell = dataset.type().size();
    int[] own = new int[shape.length];
    int length = cell;
    int ownLength = cell;
    for (int i = 0; i < shape.length; i++) {
      long left = Math.max(0, dataset.space().lengths()[i] - origin[i]);
      own[i] = (int) Math.min(shape[i], left);
      length *= shape[i];
      ownLength *= own[i];
    }
    if (dataset.space().none() || ownLength < length) {
      Cells.fill(target, offset, length, Padding.of(dataset));
    }
    if (!dataset.space().none() && ownLength == length && length > 0) {
      reader.read(dataset, origin, shape, target, offset);
    } else if (!dataset.space().none() && ownLength > 0) {
      byte[] part = new byte[ownLength];
      reader.read(dataset, origin, own, part, 0);
      int[] start = new int[shape.length];
      new Box(part, 0, own, start).copyTo(new Box(target, offset, shape, start), own, cell);
    }
    if (dataset.type() instanceof HdfType.Number(_, boolean bigEndian) && bigEndian) {
      Cells.swap(target, offset, length, cell);
    }
    return length;
  }

  @Override
  public List<ChunkRef> chunks(Variable variable) {
    HdfDataset dataset = dataset(variable);
    if (!(dataset.layout() instanceof Layout.Chunked layout)) {
      return List.of();
    }
    ChunkIndex index = reader.index(dataset, layout);
    ChunkGrid stored = ChunkGrid.of(dataset.space().lengths(), layout.shape());
    ChunkGrid all = ChunkGrid.of(variable.shape(), layout.shape());
    if (all.total() < 0 || all.total() > Integer.MAX_VALUE) {
      throw bytes
          .file()
          .unsupported("variable " + variable.name(), "too many chunks to list", "fewer than 2^31");
    }
    return new Chunks(index, stored, all, Cells.list(layout.shape()));
  }

  @Override
  public void close() {
    bytes.file().close();
  }

  /// The chunks as a list that makes its entries when asked.
  private static final class Chunks extends AbstractList<ChunkRef> {
    private final ChunkIndex index;
    private final ChunkGrid stored;
    private final ChunkGrid all;
    private final List<Integer> shape;

    Chunks(ChunkIndex index, ChunkGrid stored, ChunkGrid all, List<Integer> shape) {
      this.index = index;
      this.stored = stored;
      this.all = all;
      this.shape = shape;
    }

    @Override
    public int size() {
      return (int) all.total();
    }

    @Override
    public ChunkRef get(int i) {
      Objects.checkIndex(i, size());
      long[] at = all.index(i);
      ChunkIndex.Entry entry =
          stored.contains(at) ? index.find(stored.number(at)) : new ChunkIndex.Entry(i, -1, 0, 0);
      List<Long> origin = new ArrayList<>(at.length);
      for (int d = 0; d < at.length; d++) {
        origin.add(at[d] * shape.get(d));
      }
      return new ChunkRef(
          List.copyOf(origin), shape, entry.position(), entry.storedBytes(), entry.filterMask());
    }
  }
}
