package rimrep.pipeline.grid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.netcdf.DataType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a grid must look like (`gridschema.json`) and how it is stored (section `grid` of
/// `ingest.yaml`). All names are those of the store, after renaming.
///
/// @param append dimension along which files are joined; empty: a one-shot dataset
/// @param chunks cells of a chunk by dimension; empty: chosen from the grid
/// @param rename name of a dimension or variable in the files to its name in the store
public record GridContract(
    List<Axis> axes,
    List<Field> fields,
    Optional<String> append,
    SortedMap<String, Integer> chunks,
    Codec codec,
    SortedMap<String, String> rename,
    TimeRule time,
    DriftRule drift,
    String digest) {

  /// A dimension of the schema.
  ///
  /// @param axis `x`, `y`, `z`, `t` or empty
  /// @param order empty: as in the earliest file
  /// @param type of its coordinate variable; empty: as in the earliest file
  public record Axis(
      String name,
      Optional<String> axis,
      Optional<String> unit,
      Optional<Order> order,
      Optional<DataType> type,
      Optional<Long> length) {}

  public enum Order {
    ASCENDING,
    DESCENDING
  }

  /// A variable of the schema.
  ///
  /// @param type of the stored values; empty: as in the earliest file
  /// @param dimensions empty: as in the earliest file
  public record Field(
      String name,
      Optional<DataType> type,
      Optional<List<String>> dimensions,
      Optional<String> unit,
      Optional<Number> nodata,
      Optional<Double> scale,
      Optional<Double> offset,
      boolean required) {}

  /// How times are stored.
  ///
  /// @param units CF units of the stored integers
  /// @param axis the same, read
  /// @param resolutionMicros times are rounded to it, if they are within 1 ms of it
  public record TimeRule(String units, TimeUnits axis, long resolutionMicros) {}

  /// What is done about a difference; everything not named here rejects the file.
  ///
  /// @param tolerance part of a cell by which coordinates may differ
  public record DriftRule(
      boolean rejectNewVariable,
      boolean rejectMissingVariable,
      boolean rejectDirection,
      boolean rejectDimensionOrder,
      boolean firstStatic,
      double tolerance) {}

  /// Reads schema and section. An unknown key, or one that asks for what is not there yet, is a
  /// {@link rimrep.pipeline.failure.BadConfiguration} naming it.
  public static GridContract of(ObjectNode schema, JsonNode section) {
    return ContractReader.read(schema, section);
  }

  static String digestOf(ObjectNode schema, JsonNode section) {
    String text = Json.mapper().writeValueAsString(List.of(schema, section));
    return "1220" + sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String sha256(byte[] bytes) {
    return sha256(bytes, bytes.length);
  }

  static String sha256(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Opens a file; bounds of its times count as the store does.
  GridSource open(GridInput input) {
    return TimedSource.of(input.open(), append, rename, time);
  }

  /// What a file's dimensions and variables are called in the store.
  Names names(GridSource source) {
    return new Names(source, rename);
  }

  public Optional<Axis> axis(String name) {
    return axes.stream().filter(a -> a.name().equals(name)).findFirst();
  }

  public Optional<Field> field(String name) {
    return fields.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  boolean isAppend(String dimension) {
    return append.isPresent() && append.get().equals(dimension);
  }
}
