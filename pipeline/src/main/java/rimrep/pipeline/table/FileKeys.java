package rimrep.pipeline.table;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The key-value metadata of the file: `geo` for GeoParquet 1.1.0, `pandas` so that pandas takes
/// `fid` for the index.
final class FileKeys {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private FileKeys() {}

  /// @param types sorted by type code
  static String geo(Crs crs, List<String> types, Optional<BoundingBox> bbox) {
    ObjectNode column = NODES.objectNode();
    column.put("encoding", "WKB");
    ArrayNode typeNames = column.putArray("geometry_types");
    types.stream().sorted().forEach(typeNames::add);
    crs.projjson().ifPresent(json -> column.set("crs", json));
    bbox.ifPresent(box -> {
      ArrayNode numbers = column.putArray("bbox");
      box.values().forEach(numbers::add);
    });
    ObjectNode covering = column.putObject("covering").putObject("bbox");
    for (String side : List.of("xmin", "ymin", "xmax", "ymax")) {
      covering.putArray(side).add("bbox").add(side);
    }
    ObjectNode geo = NODES.objectNode();
    geo.put("version", "1.1.0");
    geo.put("primary_column", "geometry");
    geo.putObject("columns").set("geometry", column);
    return compact(geo);
  }

  static String pandas(TableContract contract) {
    ObjectNode pandas = NODES.objectNode();
    pandas.putArray("index_columns").add("fid");
    ObjectNode labels = pandas.putArray("column_indexes").addObject();
    labels.putNull("name").putNull("field_name");
    labels.put("pandas_type", "unicode").put("numpy_type", "object");
    labels.putObject("metadata").put("encoding", "UTF-8");
    ArrayNode columns = pandas.putArray("columns");
    for (String name : contract.columns()) {
      ObjectNode column = columns.addObject();
      column.put("name", name).put("field_name", name);
      describe(contract, name, column);
    }
    pandas.putObject("creator").put("library", "rimrep");
    pandas.put("pandas_version", "2.2.2");
    return compact(pandas);
  }

  private static void describe(TableContract contract, String name, ObjectNode column) {
    Optional<FieldSpec> field = contract.field(name).filter(f -> !name.equals("fid"));
    if (field.isPresent()) {
      describe(field.get(), column);
      return;
    }
    switch (name) {
      case "geometry" -> types(column, "bytes", "object");
      case "bbox" -> types(column, "object", "object");
      case "fid" -> {
        boolean integer = contract.integerFid();
        types(column, integer ? "int64" : "unicode", integer ? "int64" : "object");
      }
      default -> types(column, "float64", "float64");
    }
  }

  private static void describe(FieldSpec field, ObjectNode column) {
    String bits = field.narrow() ? "32" : "64";
    switch (field.type()) {
      case STRING -> types(column, "unicode", "object");
      case INTEGER -> types(column, "int" + bits, "int" + bits);
      case NUMBER -> types(column, "float" + bits, "float" + bits);
      case BOOLEAN -> types(column, "bool", "bool");
      case DATE -> types(column, "date", "object");
      case DATETIME -> {
        types(column, "datetimetz", "datetime64[us]");
        column.putObject("metadata").put("timezone", "UTC");
      }
    }
  }

  private static void types(ObjectNode column, String pandas, String numpy) {
    column.put("pandas_type", pandas).put("numpy_type", numpy);
    column.putNull("metadata");
  }

  private static String compact(ObjectNode node) {
    return Json.mapper()
        .writer()
        .without(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(node);
  }
}
