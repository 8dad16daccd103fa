package rimrep.pipeline.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.table.CsvPreview;

/// What a source file holds.
public sealed interface Inspection {
  /// A path or an address.
  String name();

  String format();

  long bytes();

  /// What a person should know before going on, each a sentence.
  List<String> notes();

  /// A netCDF file.
  ///
  /// @param attributes of the file, by name
  /// @param layout what it can become
  /// @param instances dimension of stations, trajectories or profiles whose observations are ragged
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Netcdf(
      String name,
      String format,
      long bytes,
      List<Axis> dimensions,
      List<Field> variables,
      SortedMap<String, String> attributes,
      Layout layout,
      Optional<String> instances,
      List<String> notes)
      implements Inspection {}

  /// @param coordinate variable with its coordinates: of the same name, else the one that the CF
  ///   conventions make them by its attributes
  /// @param axis `x`, `y`, `z` or `t`, by the CF conventions
  /// @param first first coordinate, a time as ISO text
  /// @param resolution `1ms` or `1us` if times lie between the seconds
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Axis(
      String name,
      long length,
      boolean unlimited,
      Optional<String> coordinate,
      Optional<String> axis,
      Optional<String> unit,
      Optional<String> first,
      Optional<String> last,
      Optional<Boolean> descending,
      Optional<String> resolution) {}

  /// @param chunks cells per chunk; empty if stored contiguously
  /// @param bounds variable with the bounds of its cells
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Field(
      String name,
      String type,
      List<String> dimensions,
      List<Integer> chunks,
      Optional<String> axis,
      Optional<String> unit,
      Optional<String> standardName,
      Optional<String> longName,
      Optional<Number> fill,
      Optional<Double> scale,
      Optional<Double> offset,
      Optional<String> bounds) {}

  /// What a netCDF file can become.
  enum Layout {
    /// Cells along dimensions of space.
    GRID,
    /// A row per observation along one dimension.
    ROWS,
    /// Nodes and faces of an unstructured mesh by the UGRID conventions.
    MESH,
    /// Neither was found.
    UNKNOWN
  }

  /// Separated text.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Csv(String name, String format, long bytes, CsvPreview table, List<String> notes)
      implements Inspection {}

  /// A GeoJSON FeatureCollection.
  ///
  /// @param geometries number of features by type of geometry
  /// @param crs what a member `crs` names, empty if a table cannot be declared in it
  /// @param nested whether properties that hold lists or objects are left out
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record GeoJson(
      String name,
      String format,
      long bytes,
      long features,
      SortedMap<String, Long> geometries,
      Optional<BoundingBox> bbox,
      List<CsvPreview.Column> properties,
      Optional<String> key,
      Optional<String> crs,
      boolean nested,
      List<String> notes)
      implements Inspection {}
}
