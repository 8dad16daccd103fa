package rimrep.pipeline.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/// Facts read back from the stored output, never from the source's attributes.
///
/// @param at when it was measured; not part of the digest
/// @param by software and version that measured
/// @param of digest of the stored output's inventory, `1220` + SHA-256 hex
/// @param bbox along outer cell edges for a grid, of the geometries for a table; the store's
///   coordinates
/// @param footprint GeoJSON geometry made from the data
/// @param dimensions of a grid, in the store's order; empty for a table
/// @param variables by variable or column name
/// @param rows of a table
/// @param objects the stored objects, sorted by key
/// @param breaches what stops pygeoapi from serving it, each a sentence; empty if nothing
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Measured(
    Instant at,
    String by,
    String of,
    Optional<BoundingBox> bbox,
    Optional<JsonNode> footprint,
    Optional<TimeFacts> time,
    List<DimensionFacts> dimensions,
    SortedMap<String, VariableFacts> variables,
    Optional<Long> rows,
    long bytes,
    List<StoredFile> objects,
    List<String> breaches,
    SourceFacts sources) {

  /// @param step ISO duration of a regular axis; `irregular` if it is not regular
  public record TimeFacts(Instant start, Instant end, long count, String step) {}

  /// @param axis `x`, `y`, `z`, `t` or empty
  /// @param first first coordinate value, in the axis' own unit; empty if it has no coordinate
  ///   variable
  /// @param step difference of neighbours of a regular axis, negative when descending; empty if
  ///   irregular
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record DimensionFacts(
      String name,
      Optional<String> axis,
      long length,
      Optional<String> unit,
      Optional<Double> first,
      Optional<Double> last,
      Optional<Double> step) {}

  /// @param type of a grid: `int16`, …; of a column: its Arrow type
  /// @param min smallest valid value, unpacked; dates and times as ISO text live in `minText`
  /// @param missing missing cells of a grid, nulls of a column
  /// @param absentChunks chunks that were not written because all their cells are missing
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record VariableFacts(
      String type,
      Optional<String> unit,
      List<String> dimensions,
      List<Long> shape,
      List<Long> chunks,
      long valid,
      long missing,
      Optional<Double> min,
      Optional<Double> max,
      Optional<String> minText,
      Optional<String> maxText,
      Optional<Long> absentChunks) {}

  /// @param key below the dataset's prefix
  public record StoredFile(String key, long bytes, String sha256) {}

  /// @param count items that the output is made of
  /// @param digest over their checksums, sorted
  public record SourceFacts(long count, String digest) {}
}
