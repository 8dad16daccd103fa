package rimrep.pipeline.measure;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.dataset.Measured.DimensionFacts;
import rimrep.pipeline.dataset.Measured.SourceFacts;
import rimrep.pipeline.dataset.Measured.StoredFile;
import rimrep.pipeline.dataset.Measured.TimeFacts;
import rimrep.pipeline.dataset.Measured.VariableFacts;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.grid.ArrayLayout;
import rimrep.pipeline.grid.CellFacts;
import rimrep.pipeline.grid.CountedChunks;
import rimrep.pipeline.grid.GridContract;
import rimrep.pipeline.grid.StoreScan;
import rimrep.pipeline.grid.ZarrStore;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.storage.Storage;
import tools.jackson.databind.JsonNode;

/// Reads a grid's store afresh and says what it holds. Each object is read once; memory does not
/// grow with their number.
public final class GridMeasure {
  private final Storage storage;
  private final ZarrStore store;
  private final GridContract contract;
  private final GridAxes axes;

  private GridMeasure(Storage storage, ZarrStore store, GridContract contract) {
    this.storage = storage;
    this.store = store;
    this.contract = contract;
    this.axes = new GridAxes(store, contract);
  }

  /// Measures the store `data.zarr` of a dataset. Keys in the result are below `prefix`.
  ///
  /// @param prefix of the dataset in the storage: its id
  /// @param sources what the store was made from, as the ledger says
  /// @param counted chunks counted when they were stored; empty to count all of them again
  /// @param by software and version
  public static Measured measure(
      Storage storage,
      String prefix,
      GridContract contract,
      SourceFacts sources,
      List<CountedChunks> counted,
      String by,
      Instant at) {
    String place = prefix + "/" + Kind.GRID.dataPath();
    ZarrStore store =
        ZarrStore.open(storage, place)
            .orElseThrow(() ->
                new BadInput(
                    place, "no consolidated metadata", "a Zarr store", "convert it first"));
    return new GridMeasure(storage, store, contract).run(sources, counted, by, at);
  }

  private Measured run(SourceFacts sources, List<CountedChunks> counted, String by, Instant at) {
    Optional<StoreScan.Mask> mask = axes.mask();
    StoreScan scan =
        StoreScan.of(storage, store, mask, counted, Runtime.getRuntime().availableProcessors());
    List<StoredFile> files = files(scan);
    Optional<BoundingBox> bbox = axes.bbox();
    Optional<JsonNode> footprint =
        bbox.map(b -> GridFootprint.of(b, axes, scan.withData().orElseGet(BitSet::new)));
    return new Measured(
        at,
        by,
        digest(files),
        bbox,
        footprint,
        axes.time(),
        axes.dimensions(),
        variables(scan),
        Optional.empty(),
        files.stream().mapToLong(StoredFile::bytes).sum(),
        files,
        breaches(axes.time(), axes.dimensions()),
        sources);
  }

  private List<StoredFile> files(StoreScan scan) {
    int cut = store.prefix().lastIndexOf('/') + 1;
    return scan.objects().stream()
        .map(o -> new StoredFile(o.key().substring(cut), o.bytes(), o.sha256()))
        .toList();
  }

  /// Multihash of the sorted lines `key bytes sha256`.
  private static String digest(List<StoredFile> files) {
    StringBuilder lines = new StringBuilder();
    for (StoredFile file : files) {
      lines.append(file.key()).append(' ').append(file.bytes()).append(' ');
      lines.append(file.sha256()).append('\n');
    }
    return "1220" + GridContract.sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private SortedMap<String, VariableFacts> variables(StoreScan scan) {
    SortedMap<String, VariableFacts> variables = new TreeMap<>();
    for (ArrayLayout layout : store.layout().arrays()) {
      boolean coordinate = layout.dimensions().equals(List.of(layout.name()));
      if (!coordinate) {
        CellFacts cells = Objects.requireNonNull(scan.arrays().get(layout.name()));
        long absent = scan.absentChunks().getOrDefault(layout.name(), 0L);
        variables.put(layout.name(), facts(layout, cells, absent));
      }
    }
    return variables;
  }

  private static VariableFacts facts(ArrayLayout layout, CellFacts cells, long absent) {
    double scale = layout.attributes().path("scale_factor").asDouble(1.0);
    double offset = layout.attributes().path("add_offset").asDouble(0.0);
    Optional<Double> low = cells.min().map(v -> number(layout, v) * scale + offset);
    Optional<Double> high = cells.max().map(v -> number(layout, v) * scale + offset);
    return new VariableFacts(
        layout.type().name().toLowerCase(Locale.ROOT),
        layout.attributes().path("units").stringValueOpt(),
        layout.dimensions(),
        layout.shape(),
        layout.chunks().stream().map(Integer::longValue).toList(),
        cells.valid(),
        cells.missing(),
        scale < 0 ? high : low,
        scale < 0 ? low : high,
        Optional.empty(),
        Optional.empty(),
        absent > 0 ? Optional.of(absent) : Optional.empty());
  }

  /// Infinity is no JSON number; it becomes the largest number of its type.
  private static double number(ArrayLayout layout, String text) {
    double largest = layout.type() == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    return Math.clamp(Double.parseDouble(text), -largest, largest);
  }

  /// What keeps pygeoapi from serving the store.
  private List<String> breaches(Optional<TimeFacts> time, List<DimensionFacts> dimensions) {
    List<String> breaches = new ArrayList<>();
    contract
        .append()
        .filter(a -> time.isPresent() && !a.toLowerCase(Locale.ROOT).equals("time"))
        .ifPresent(a -> breaches.add("The time coordinate is called " + a + ", not time."));
    if (axes.curvilinear()) {
      breaches.add("Latitude and longitude have two dimensions; pygeoapi serves 1-D axes only.");
    } else if (axes.bbox().isEmpty()) {
      breaches.add("There is no latitude or no longitude with units degrees_north, degrees_east.");
    }
    for (DimensionFacts dimension : dimensions) {
      boolean plane = dimension.axis().filter(a -> a.equals("x") || a.equals("y")).isPresent();
      if (plane && dimension.length() < 2) {
        breaches.add("Dimension " + dimension.name() + " has fewer than two cells.");
      }
    }
    for (ArrayLayout layout : store.layout().arrays()) {
      if (layout.attributes().path("units").asString("").isEmpty()) {
        breaches.add("Variable " + layout.name() + " has no units.");
      }
      if (layout.rank() > 3) {
        breaches.add("Variable " + layout.name() + " has more than three dimensions.");
      }
    }
    return breaches;
  }
}
