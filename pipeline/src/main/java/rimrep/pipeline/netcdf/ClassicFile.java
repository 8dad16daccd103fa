package rimrep.pipeline.netcdf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rimrep.pipeline.failure.Bug;

/// A classic file, CDF-1, CDF-2 or CDF-5: big-endian cells at known places, nothing compressed.
final class ClassicFile implements NetcdfFile {
  private final FileBytes file;
  private final ClassicHeader header;
  private final Map<String, ClassicHeader.Place> places = new HashMap<>();

  ClassicFile(FileBytes file) {
    this.file = file;
    this.header = ClassicHeader.parse(file);
    for (int i = 0; i < header.variables().size(); i++) {
      Variable variable = header.variables().get(i);
      if (places.put(variable.name(), header.places().get(i)) != null) {
        throw file.bad(0, "classic netCDF header", "two variables " + variable.name(), "one");
      }
    }
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public Format format() {
    return header.format();
  }

  @Override
  public List<Dimension> dimensions() {
    return header.dimensions();
  }

  @Override
  public List<Variable> variables() {
    return header.variables();
  }

  @Override
  public List<Attribute> attributes() {
    return header.attributes();
  }

  @Override
  public Values read(Variable variable) {
    int[] shape = Cells.wholeShape(name(), variable);
    return read(variable, new long[shape.length], shape);
  }

  @Override
  public Values read(Variable variable, long[] origin, int[] shape) {
    long cells = Cells.checkRegion(variable, origin, shape);
    byte[] bytes = new byte[Cells.regionBytes(name(), variable, cells, variable.type().bytes())];
    readInto(variable, origin, shape, bytes, 0);
    return Cells.values(variable.type(), shape, bytes);
  }

  @Override
  public int readInto(Variable variable, long[] origin, int[] shape, byte[] target, int offset) {
    ClassicHeader.Place place = places.get(variable.name());
    if (place == null) {
      throw new Bug(name(), "no variable " + variable.name(), "one of this file", "");
    }
    long cells = Cells.checkRegion(variable, origin, shape);
    int size = variable.type().bytes();
    int length = Cells.regionBytes(name(), variable, cells, size);
    if (length > 0) {
      Runs runs = new Runs(variable.shape(), origin, shape, size, strideOfRecords(place));
      String structure = "values of variable " + variable.name();
      runs.each((at, run) ->
          file.read(place.begin() + run, target, offset + at, runs.bytes(), structure));
    }
    Cells.swap(target, offset, length, size);
    return length;
  }

  private long strideOfRecords(ClassicHeader.Place place) {
    return place.record() ? header.recordBytes() : -1;
  }

  @Override
  public List<ChunkRef> chunks(Variable variable) {
    return List.of();
  }

  @Override
  public void close() {
    file.close();
  }
}
