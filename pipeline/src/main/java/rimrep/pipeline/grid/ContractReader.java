package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.netcdf.DataType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads `gridschema.json` and the section `grid`. Every key is known or refused.
final class ContractReader {
  private static final String SCHEMA = "gridschema.json";
  private static final Set<String> SCHEMA_KEYS =
      Set.of(
          "$schema",
          "zarrFormat",
          "crs",
          "match",
          "dimensions",
          "variables",
          "title",
          "description");
  private static final Set<String> DIMENSION_KEYS =
      Set.of(
          "name",
          "type",
          "axis",
          "unit",
          "order",
          "calendar",
          "step",
          "title",
          "description",
          "length",
          "dataType");
  private static final Set<String> VARIABLE_KEYS =
      Set.of(
          "name",
          "dataType",
          "dimensions",
          "unit",
          "nodata",
          "required",
          "title",
          "description",
          "scale",
          "offset",
          "role",
          "standardName");
  private static final Set<String> SECTION_KEYS =
      Set.of(
          "zarr",
          "append",
          "chunks",
          "shards",
          "codec",
          "raw_check",
          "variables",
          "bbox",
          "time",
          "packing",
          "latitude",
          "longitude",
          "drift");

  private ContractReader() {}

  static GridContract read(ObjectNode schema, JsonNode section) {
    Keys.check(SCHEMA, schema, SCHEMA_KEYS);
    Keys.only(SCHEMA, "zarrFormat", schema, "2");
    Keys.choice(SCHEMA, schema, "match", "exact", "superset");
    Keys.check("grid", section, SECTION_KEYS);
    Keys.only("grid", "zarr", section, "2");
    Keys.only("grid", "packing", section, "keep");
    Keys.only("grid", "latitude", section, "source");
    Keys.only("grid", "longitude", section, "source");
    Keys.absent("grid", section, "shards", "raw_check", "bbox");
    List<GridContract.Axis> axes = axes(schema);
    Optional<String> append = Keys.text(section, "append");
    if (append.isPresent() && axes.stream().noneMatch(a -> a.name().equals(append.get()))) {
      throw new BadConfiguration(
          "grid: append",
          "'" + append.get() + "' is no dimension of gridschema.json",
          "one of " + axes.stream().map(GridContract.Axis::name).toList(),
          "name a dimension of the schema, or leave append out");
    }
    return new GridContract(
        axes,
        fields(schema, axes, append),
        append,
        chunks(section.path("chunks"), axes),
        Keys.text(section, "codec").map(Codec::parse).orElse(Codec.DEFAULT),
        rename(section.path("variables")),
        TimeReader.rule(section.path("time")),
        drift(section.path("drift")),
        GridContract.digestOf(schema, section));
  }

  private static List<GridContract.Axis> axes(ObjectNode schema) {
    List<GridContract.Axis> axes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode node : schema.path("dimensions")) {
      String name = Keys.required(SCHEMA + ": dimensions", node, "name");
      String thing = SCHEMA + ": dimension " + name;
      Keys.check(thing, node, DIMENSION_KEYS);
      if (!names.add(name)) {
        throw new BadConfiguration(thing, "declared twice", "each name once", "remove one");
      }
      Optional<String> calendar = Keys.text(node, "calendar");
      if (calendar.isPresent() && !TimeUnits.isStandard(calendar.get())) {
        throw Keys.notYet(thing, "calendar: " + calendar.get(), "standard");
      }
      axes.add(
          new GridContract.Axis(
              name,
              axis(node),
              Keys.text(node, "unit"),
              Keys.text(node, "order").map(o -> order(thing, o)),
              Keys.text(node, "dataType").map(t -> type(thing, t)),
              Keys.number(thing, node, "length").map(Number::longValue)));
    }
    return List.copyOf(axes);
  }

  private static Optional<String> axis(JsonNode node) {
    Optional<String> axis = Keys.text(node, "axis").map(a -> a.toLowerCase(Locale.ROOT));
    boolean temporal = Keys.text(node, "type").filter("temporal"::equals).isPresent();
    return axis.isEmpty() && temporal ? Optional.of("t") : axis;
  }

  private static GridContract.Order order(String thing, String order) {
    return switch (order) {
      case "ascending" -> GridContract.Order.ASCENDING;
      case "descending" -> GridContract.Order.DESCENDING;
      default ->
          throw new BadConfiguration(
              thing + ", order", "'" + order + "'", "ascending or descending", "correct it");
    };
  }

  private static List<GridContract.Field> fields(
      ObjectNode schema, List<GridContract.Axis> axes, Optional<String> append) {
    List<GridContract.Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode node : schema.path("variables")) {
      String name = Keys.required(SCHEMA + ": variables", node, "name");
      String thing = SCHEMA + ": variable " + name;
      Keys.check(thing, node, VARIABLE_KEYS);
      if (!names.add(name)) {
        throw new BadConfiguration(thing, "declared twice", "each name once", "remove one");
      }
      fields.add(field(thing, name, node, axes, append));
    }
    if (fields.isEmpty()) {
      throw new BadConfiguration(SCHEMA, "no variables", "at least one", "declare them");
    }
    return List.copyOf(fields);
  }

  private static GridContract.Field field(
      String thing,
      String name,
      JsonNode node,
      List<GridContract.Axis> axes,
      Optional<String> append) {
    Optional<DataType> type = Keys.text(node, "dataType").map(t -> type(thing, t));
    Optional<Number> nodata =
        switch (Keys.text(node, "nodata").orElse("").toLowerCase(Locale.ROOT)) {
          case "nan" -> Optional.of(Double.NaN);
          case "inf" -> Optional.of(Double.POSITIVE_INFINITY);
          case "-inf" -> Optional.of(Double.NEGATIVE_INFINITY);
          default -> Keys.number(thing, node, "nodata");
        };
    return new GridContract.Field(
        name,
        type,
        dimensions(thing, node.path("dimensions"), axes, append),
        Keys.text(node, "unit"),
        nodata,
        Keys.number(thing, node, "scale").map(Number::doubleValue),
        Keys.number(thing, node, "offset").map(Number::doubleValue),
        node.path("required").asBoolean(false));
  }

  private static Optional<List<String>> dimensions(
      String thing, JsonNode node, List<GridContract.Axis> axes, Optional<String> append) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode entry : node) {
      String name = entry.asString();
      if (axes.stream().noneMatch(a -> a.name().equals(name))) {
        throw new BadConfiguration(
            thing, "dimension '" + name + "' is not declared", "a name of dimensions", "add it");
      }
      names.add(name);
    }
    if (append.isPresent() && names.indexOf(append.get()) > 0) {
      throw Keys.notYet(
          thing, append.get() + " not as the first dimension", append.get() + " first");
    }
    return Optional.of(List.copyOf(names));
  }

  private static DataType type(String thing, String word) {
    if (word.equals("char")) {
      return DataType.STRING;
    }
    for (DataType type : DataType.values()) {
      if (type != DataType.CHAR
          && type != DataType.OTHER
          && type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return type;
      }
    }
    throw new BadConfiguration(
        thing + ", dataType",
        "'" + word + "'",
        "int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64 or string",
        "correct it");
  }

  private static SortedMap<String, Integer> chunks(JsonNode node, List<GridContract.Axis> axes) {
    SortedMap<String, Integer> chunks = new TreeMap<>();
    if (node.isMissingNode() || (node.isString() && node.asString().equals("auto"))) {
      return chunks;
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = entry.getKey();
      int cells = entry.getValue().canConvertToInt() ? entry.getValue().asInt() : 0;
      if (cells < 1 || axes.stream().noneMatch(a -> a.name().equals(name))) {
        throw new BadConfiguration(
            "grid: chunks",
            name + ": " + entry.getValue(),
            "a dimension of gridschema.json with a number from 1 on",
            "correct it");
      }
      chunks.put(name, cells);
    }
    return chunks;
  }

  private static SortedMap<String, String> rename(JsonNode variables) {
    SortedMap<String, String> rename = new TreeMap<>();
    if (variables.isMissingNode()) {
      return rename;
    }
    Keys.check("grid: variables", variables, Set.of("select", "drop", "rename"));
    if (variables.has("select") || variables.has("drop")) {
      throw Keys.notYet(
          "grid: variables", "select and drop", "the variables of gridschema.json are stored");
    }
    for (Map.Entry<String, JsonNode> entry : variables.path("rename").properties()) {
      rename.put(entry.getKey(), entry.getValue().asString());
    }
    return rename;
  }

  private static GridContract.DriftRule drift(JsonNode node) {
    String thing = "grid: drift";
    Keys.check(
        thing,
        node,
        Set.of(
            "new_variable",
            "missing_variable",
            "units",
            "packing",
            "direction",
            "dim_order",
            "static",
            "tolerance"));
    Keys.only(thing, "units", node, "reject");
    Keys.only(thing, "packing", node, "reject");
    double tolerance = node.path("tolerance").asDouble(0.01);
    if (!(tolerance >= 0 && tolerance < 0.5)) {
      throw new BadConfiguration(
          thing + ", tolerance", String.valueOf(tolerance), "0 to 0.5 of a cell", "correct it");
    }
    return new GridContract.DriftRule(
        Keys.choice(thing, node, "new_variable", "ignore", "reject"),
        Keys.choice(thing, node, "missing_variable", "fill", "reject"),
        Keys.choice(thing, node, "direction", "flip", "reject"),
        Keys.choice(thing, node, "dim_order", "transpose", "reject"),
        Keys.choice(thing, node, "static", "reject", "first"),
        tolerance);
  }
}
