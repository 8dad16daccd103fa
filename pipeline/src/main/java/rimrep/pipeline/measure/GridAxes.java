package rimrep.pipeline.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Measured.DimensionFacts;
import rimrep.pipeline.dataset.Measured.TimeFacts;
import rimrep.pipeline.grid.ArrayLayout;
import rimrep.pipeline.grid.DataPlane;
import rimrep.pipeline.grid.GridContract;
import rimrep.pipeline.grid.StoreScan;
import rimrep.pipeline.grid.TimeUnits;
import rimrep.pipeline.grid.ZarrArray;
import rimrep.pipeline.grid.ZarrStore;
import rimrep.pipeline.netcdf.DataType;

/// The coordinates of a store: latitude and longitude of one or two dimensions, time, and the other
/// axes.
final class GridAxes {
  private static final double REGULAR = 1e-3;

  private final ZarrStore store;
  private final GridContract contract;
  private final Optional<ZarrArray> latitude;
  private final Optional<ZarrArray> longitude;

  GridAxes(ZarrStore store, GridContract contract) {
    this.store = store;
    this.contract = contract;
    this.latitude = horizontal(true);
    this.longitude = horizontal(false);
  }

  /// The coordinate of degrees north or east that has one dimension of its own, else one of two.
  private Optional<ZarrArray> horizontal(boolean north) {
    return DataPlane.coordinate(store.layout(), contract.append(), north)
        .flatMap(layout -> store.array(layout.name()));
  }

  private static boolean isAxis(ArrayLayout layout) {
    return layout.dimensions().equals(List.of(layout.name()));
  }

  boolean curvilinear() {
    return latitude.filter(a -> a.layout().rank() == 2).isPresent()
        || longitude.filter(a -> a.layout().rank() == 2).isPresent();
  }

  /// The dimension of rows and that of columns, if the store has both.
  Optional<List<String>> plane() {
    if (latitude.isEmpty() || longitude.isEmpty()) {
      return Optional.empty();
    }
    if (curvilinear()) {
      return latitude.filter(a -> a.layout().rank() == 2).map(a -> a.layout().dimensions());
    }
    return Optional.of(
        List.of(
            latitude.get().layout().dimensions().getFirst(),
            longitude.get().layout().dimensions().getFirst()));
  }

  /// Asks the scan for the cells of the plane with data of any variable of the schema.
  Optional<StoreScan.Mask> mask() {
    return DataPlane.of(store.layout(), contract.append())
        .map(p ->
            new StoreScan.Mask(
                p,
                store.layout().arrays().stream()
                    .filter(a -> contract.field(a.name()).isPresent() && p.holds(a))
                    .map(ArrayLayout::name)
                    .toList()));
  }

  double[] latitudes() {
    return values(latitude.orElseThrow());
  }

  double[] longitudes() {
    return values(longitude.orElseThrow());
  }

  /// Whether it is the place of a cell: curvilinear grids have cells on land without one.
  static boolean isPlace(double degrees) {
    return Double.isFinite(degrees) && Math.abs(degrees) <= 720;
  }

  /// Missing ones are NaN. float32 coordinates are taken as the decimal numbers people wrote:
  /// 140.025, not 140.02499389648438.
  static double[] values(ZarrArray array) {
    double[] values = array.readDoubles();
    OptionalDouble fill = array.layout().fill().number(array.layout().type());
    for (int i = 0; i < values.length && fill.isPresent(); i++) {
      values[i] = values[i] == fill.getAsDouble() ? Double.NaN : values[i];
    }
    if (array.layout().type() == DataType.FLOAT32) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Double.parseDouble(Float.toString((float) values[i]));
      }
    }
    return values;
  }

  /// Along outer cell edges, in the store's own coordinates.
  Optional<BoundingBox> bbox() {
    if (latitude.isEmpty() || longitude.isEmpty()) {
      return Optional.empty();
    }
    double[] y = range(latitude.get());
    double[] x = range(longitude.get());
    if (y.length < 2 || x.length < 2) {
      return Optional.empty();
    }
    return Optional.of(new BoundingBox(x[0], Math.max(-90, y[0]), x[1], Math.min(90, y[1])));
  }

  private static double[] range(ZarrArray array) {
    double[] values = values(array);
    int n = values.length;
    if (array.layout().rank() == 2) {
      return rangeOfPlane(array.layout(), values);
    }
    if (n == 0) {
      return new double[0];
    }
    double first = n > 1 ? values[0] - (values[1] - values[0]) / 2 : values[0];
    double last = n > 1 ? values[n - 1] + (values[n - 1] - values[n - 2]) / 2 : values[0];
    return new double[] {rounded(Math.min(first, last)), rounded(Math.max(first, last))};
  }

  /// Half a typical cell beyond the outermost centres.
  private static double[] rangeOfPlane(ArrayLayout layout, double[] values) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      if (isPlace(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    long most = Math.max(layout.shape().get(0), layout.shape().get(1));
    double half = most > 1 ? (max - min) / (most - 1) / 2 : 0;
    return min <= max ? new double[] {rounded(min - half), rounded(max + half)} : new double[0];
  }

  private static double rounded(double degrees) {
    return Math.rint(degrees * 1e9) / 1e9;
  }

  Optional<TimeFacts> time() {
    Optional<ZarrArray> axis = contract.append().flatMap(store::array);
    if (axis.isEmpty()) {
      return Optional.empty();
    }
    TimeUnits units =
        TimeUnits.parse(
            store.prefix() + ", array " + axis.get().layout().name(),
            axis.get().layout().attributes().path("units").asString(""),
            axis.get().layout().attributes().path("calendar").asString(""));
    long[] times = axis.get().readLongs();
    Instant start = units.instant(times[0]);
    Instant end = units.instant(times[times.length - 1]);
    return Optional.of(new TimeFacts(start, end, times.length, step(units, times)));
  }

  private static String step(TimeUnits units, long[] times) {
    if (times.length < 2) {
      return "irregular";
    }
    for (int i = 2; i < times.length; i++) {
      if (times[i] - times[i - 1] != times[1] - times[0]) {
        return "irregular";
      }
    }
    Duration step = Duration.between(units.instant(times[0]), units.instant(times[1]));
    boolean days = step.toSeconds() % 86_400 == 0 && step.getNano() == 0;
    return days ? "P" + step.toDays() + "D" : step.toString();
  }

  List<DimensionFacts> dimensions() {
    List<DimensionFacts> facts = new ArrayList<>();
    for (GridContract.Axis axis : contract.axes()) {
      store.layout().arrays().stream()
          .filter(a -> a.hasDimension(axis.name()))
          .findFirst()
          .ifPresent(a -> facts.add(dimension(axis, a)));
    }
    return facts;
  }

  private DimensionFacts dimension(GridContract.Axis axis, ArrayLayout user) {
    long length = user.shape().get(user.dimensions().indexOf(axis.name()));
    Optional<ZarrArray> coordinate =
        store.array(axis.name()).filter(a -> a.layout().type().bytes() > 0);
    double[] values = coordinate.map(GridAxes::values).orElse(new double[0]);
    boolean has = values.length > 0;
    return new DimensionFacts(
        axis.name(),
        letter(axis),
        length,
        coordinate.flatMap(a -> a.layout().attributes().path("units").stringValueOpt()),
        has ? Optional.of(values[0]) : Optional.empty(),
        has ? Optional.of(values[values.length - 1]) : Optional.empty(),
        regularStep(values));
  }

  private Optional<String> letter(GridContract.Axis axis) {
    if (axis.axis().isPresent()) {
      return axis.axis();
    }
    if (contract.append().filter(axis.name()::equals).isPresent()) {
      return Optional.of("t");
    }
    if (latitude
        .filter(a -> isAxis(a.layout()) && a.layout().name().equals(axis.name()))
        .isPresent()) {
      return Optional.of("y");
    }
    boolean east =
        longitude
            .filter(a -> isAxis(a.layout()) && a.layout().name().equals(axis.name()))
            .isPresent();
    return east ? Optional.of("x") : Optional.empty();
  }

  private static Optional<Double> regularStep(double[] values) {
    int n = values.length;
    if (n < 2) {
      return Optional.empty();
    }
    double mean = (values[n - 1] - values[0]) / (n - 1);
    for (int i = 1; i < n; i++) {
      if (Math.abs(values[i] - values[i - 1] - mean) > REGULAR * Math.abs(mean)) {
        return Optional.empty();
      }
    }
    return Optional.of(rounded(mean));
  }
}
