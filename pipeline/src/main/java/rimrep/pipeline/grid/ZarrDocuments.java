package rimrep.pipeline.grid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.DataType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON documents of a Zarr v2 group (zarr.readthedocs.io/en/stable/spec/v2.html) and its
/// consolidated form `.zmetadata`, which holds the very same documents.
final class ZarrDocuments {
  static final String CONSOLIDATED = ".zmetadata";
  private static final String ATTRIBUTES = ".zattrs";
  private static final String ARRAY = ".zarray";
  private static final String GROUP = ".zgroup";
  private static final String DIMENSIONS = "_ARRAY_DIMENSIONS";

  private ZarrDocuments() {}

  /// All documents but the consolidated one, by key below the store, sorted.
  static SortedMap<String, ObjectNode> documents(StoreLayout layout) {
    SortedMap<String, ObjectNode> documents = new TreeMap<>();
    documents.put(GROUP, Json.mapper().createObjectNode().put("zarr_format", 2));
    documents.put(ATTRIBUTES, plain(layout.attributes()));
    for (ArrayLayout array : layout.arrays()) {
      documents.put(array.name() + "/" + ARRAY, arrayDocument(array));
      documents.put(array.name() + "/" + ATTRIBUTES, attributesDocument(array));
    }
    return documents;
  }

  static ObjectNode consolidated(SortedMap<String, ObjectNode> documents) {
    ObjectNode node = Json.mapper().createObjectNode();
    ObjectNode metadata = node.putObject("metadata");
    documents.forEach(metadata::set);
    node.put("zarr_consolidated_format", 1);
    return node;
  }

  static byte[] bytes(ObjectNode document) {
    return Json.bytes(document);
  }

  private static ObjectNode arrayDocument(ArrayLayout array) {
    ObjectNode node = Json.mapper().createObjectNode();
    ArrayNode chunks = node.putArray("chunks");
    array.chunks().forEach(chunks::add);
    node.set("compressor", array.codec().compressor());
    node.put("dtype", dtype(array.type()));
    node.set("fill_value", array.fill().toZarr(array.type()));
    node.set("filters", array.codec().filters(array.type()));
    node.put("order", "C");
    ArrayNode shape = node.putArray("shape");
    array.shape().forEach(shape::add);
    node.put("zarr_format", 2);
    return node;
  }

  private static ObjectNode attributesDocument(ArrayLayout array) {
    ObjectNode node = plain(array.attributes());
    ArrayNode names = node.putArray(DIMENSIONS);
    array.dimensions().forEach(names::add);
    return node;
  }

  /// A copy whose decimal numbers are doubles, so that a document read back is written with the
  /// same bytes.
  static ObjectNode plain(ObjectNode node) {
    ObjectNode copy = Json.mapper().createObjectNode();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      copy.set(member.getKey(), plainValue(member.getValue()));
    }
    return copy;
  }

  private static JsonNode plainValue(JsonNode value) {
    if (value.isObject()) {
      return plain((ObjectNode) value);
    }
    if (value.isArray()) {
      ArrayNode copy = Json.mapper().createArrayNode();
      value.forEach(v -> copy.add(plainValue(v)));
      return copy;
    }
    if (value.isNumber() && !value.isIntegralNumber()) {
      return Json.mapper().getNodeFactory().numberNode(value.asDouble());
    }
    return value;
  }

  /// Reads the consolidated metadata. Arrays come sorted by name.
  static StoreLayout parse(String name, byte[] consolidated) {
    JsonNode root;
    try {
      root = Json.mapper().readTree(consolidated);
    } catch (JacksonException e) {
      throw new BadInput(name, "no JSON: " + e.getOriginalMessage(), "consolidated metadata", "");
    }
    JsonNode metadata = root.path("metadata");
    if (!metadata.path(GROUP).path("zarr_format").asString("").equals("2")) {
      throw new BadInput(name, "no group of Zarr format 2", "consolidated metadata", "");
    }
    List<ArrayLayout> arrays = new ArrayList<>();
    for (Map.Entry<String, JsonNode> document : metadata.properties()) {
      String key = document.getKey();
      if (key.endsWith("/" + ARRAY)) {
        String array = key.substring(0, key.length() - ARRAY.length() - 1);
        arrays.add(
            array(name, array, document.getValue(), metadata.path(array + "/" + ATTRIBUTES)));
      }
    }
    arrays.sort(Comparator.comparing(ArrayLayout::name));
    return new StoreLayout(object(metadata.path(ATTRIBUTES)), arrays);
  }

  private static ArrayLayout array(String store, String name, JsonNode array, JsonNode attributes) {
    String thing = store + ", array " + name;
    DataType type = typeOf(thing, array.path("dtype").asString(""));
    ObjectNode others = object(attributes);
    List<String> dimensions = new ArrayList<>();
    others.path(DIMENSIONS).forEach(d -> dimensions.add(d.asString()));
    others.remove(DIMENSIONS);
    List<Long> shape = new ArrayList<>();
    array.path("shape").forEach(n -> shape.add(n.asLong()));
    List<Integer> chunks = new ArrayList<>();
    array.path("chunks").forEach(n -> chunks.add(n.asInt()));
    if (dimensions.size() != shape.size() || chunks.size() != shape.size()) {
      throw new BadInput(thing, shape + " with dimensions " + dimensions, "a name for each", "");
    }
    return new ArrayLayout(
        name,
        type,
        dimensions,
        shape,
        chunks,
        FillValue.ofZarr(thing, type, array.path("fill_value")),
        Codec.ofZarr(thing, array.path("compressor")),
        others);
  }

  private static ObjectNode object(JsonNode node) {
    return node.isObject() ? plain((ObjectNode) node) : Json.mapper().createObjectNode();
  }

  static String dtype(DataType type) {
    return switch (type) {
      case INT8 -> "|i1";
      case UINT8 -> "|u1";
      case INT16 -> "<i2";
      case UINT16 -> "<u2";
      case INT32 -> "<i4";
      case UINT32 -> "<u4";
      case INT64 -> "<i8";
      case UINT64 -> "<u8";
      case FLOAT32 -> "<f4";
      case FLOAT64 -> "<f8";
      case CHAR, STRING, OTHER -> "|O";
    };
  }

  private static DataType typeOf(String thing, String dtype) {
    for (DataType type : DataType.values()) {
      if (type != DataType.CHAR && type != DataType.OTHER && dtype(type).equals(dtype)) {
        return type;
      }
    }
    throw new BadInput(thing, "dtype '" + dtype + "'", "a type this software writes", "");
  }
}
