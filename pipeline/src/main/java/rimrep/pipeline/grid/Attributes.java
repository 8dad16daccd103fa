package rimrep.pipeline.grid;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.netcdf.Attribute;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Variable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What attributes of a file mean, and how they look in the store.
final class Attributes {
  /// Attributes that describe the file's storage, not the data.
  private static final Set<String> STORAGE =
      Set.of(
          "_FillValue",
          "_ChunkSizes",
          "_Unsigned",
          "_Netcdf4Dimid",
          "_Netcdf4Coordinates",
          "_NCProperties",
          "_nc3_strict",
          "_NoFill",
          "CLASS",
          "NAME",
          "DIMENSION_LIST",
          "REFERENCE_LIST",
          "_ARRAY_DIMENSIONS");

  private static final Set<String> PACKING = Set.of("scale_factor", "add_offset");

  private Attributes() {}

  static Optional<String> text(Variable variable, String name) {
    return variable.attribute(name).map(Attribute::text).map(String::trim);
  }

  /// The type the values get in the store: text for characters, and `_Unsigned` becomes real. A
  /// grid mapping holds no value, and GDAL reads it only if it is a number (CF conventions 5.6: its
  /// type is arbitrary).
  static DataType storedType(Variable variable) {
    DataType type = variable.type();
    if (type == DataType.CHAR) {
      boolean mapping =
          variable.dimensions().isEmpty() && variable.attribute("grid_mapping_name").isPresent();
      return mapping ? DataType.INT8 : DataType.STRING;
    }
    String unsigned = text(variable, "_Unsigned").orElse("").toLowerCase(Locale.ROOT);
    if (unsigned.equals("true")) {
      return switch (type) {
        case INT8 -> DataType.UINT8;
        case INT16 -> DataType.UINT16;
        case INT32 -> DataType.UINT32;
        case INT64 -> DataType.UINT64;
        default -> type;
      };
    }
    return unsigned.equals("false") && type == DataType.UINT8 ? DataType.INT8 : type;
  }

  /// The fill value a variable declares: `_FillValue`, else its first `missing_value`.
  static Optional<FillValue> declaredFill(Variable variable, DataType type) {
    List<FillValue> fills = numbers(variable, "_FillValue", type);
    if (fills.isEmpty()) {
      fills = numbers(variable, "missing_value", type);
    }
    return fills.isEmpty() ? Optional.empty() : Optional.of(fills.getFirst());
  }

  /// What means missing in this variable, and is turned into the store's fill.
  ///
  /// @param type of the stored values
  static Markers markers(Variable variable, DataType type, FillValue storeFill) {
    List<Long> patterns = new ArrayList<>();
    numbers(variable, "_FillValue", type).forEach(f -> patterns.add(f.bits()));
    numbers(variable, "missing_value", type).forEach(f -> patterns.add(f.bits()));
    boolean undeclared = patterns.isEmpty() && type.isInteger() && type.bytes() > 1;
    if (type.isFloat() || undeclared) {
      patterns.add(Markers.defaultFill(type).bits());
    }
    return new Markers(type, storeFill, patterns.stream().distinct().toList(), !undeclared);
  }

  /// The values of an attribute that a variable of that type can hold.
  private static List<FillValue> numbers(Variable variable, String name, DataType type) {
    List<FillValue> fills = new ArrayList<>();
    if (type.bytes() == 0) {
      return fills;
    }
    for (Object value : variable.attribute(name).map(Attribute::values).orElse(List.of())) {
      if (value instanceof Number number && fits(number, type)) {
        fills.add(FillValue.of(type, number));
      }
    }
    return fills;
  }

  private static boolean fits(Number number, DataType type) {
    if (type.isFloat()) {
      return true;
    }
    double value = number.doubleValue();
    // An unsigned type may have its marker written as the signed number of the same bits.
    double limit = Math.scalb(1.0, 8 * type.bytes());
    return value == Math.rint(value) && value >= -limit / 2 && value < limit;
  }

  static double scale(Variable variable) {
    return packing(variable, "scale_factor").orElse(1.0);
  }

  static double offset(Variable variable) {
    return packing(variable, "add_offset").orElse(0.0);
  }

  /// Some providers write the number as text: it is one all the same.
  private static Optional<Double> packing(Variable variable, String name) {
    Optional<Attribute> attribute = variable.attribute(name).filter(a -> !a.values().isEmpty());
    if (attribute.filter(Attribute::isText).isEmpty()) {
      return attribute.map(Attribute::number);
    }
    return Optional.of(
        number(attribute.get())
            .orElseThrow(() ->
                new BadInput(
                    "variable " + variable.name() + ", attribute " + name,
                    "the text '" + attribute.get().text() + "'",
                    "a number",
                    "leave the variable out, or ask the provider")));
  }

  private static Optional<Double> number(Attribute text) {
    try {
      return Optional.of(Double.valueOf(text.text().strip()));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /// The attributes of a variable or file as JSON, without those of its storage.
  static ObjectNode json(List<Attribute> attributes) {
    ObjectNode node = Json.mapper().createObjectNode();
    for (Attribute attribute : attributes) {
      if (!STORAGE.contains(attribute.name())) {
        boolean packing = PACKING.contains(attribute.name()) && attribute.isText();
        Optional<Double> number = packing ? number(attribute) : Optional.empty();
        node.set(
            attribute.name(),
            number.isPresent() ? single(DataType.FLOAT64, number.get()) : value(attribute));
      }
    }
    return node;
  }

  private static JsonNode value(Attribute attribute) {
    if (attribute.values().isEmpty()) {
      return Json.mapper().getNodeFactory().stringNode("");
    }
    if (attribute.values().size() == 1) {
      return single(attribute.type(), attribute.values().getFirst());
    }
    ArrayNode list = Json.mapper().createArrayNode();
    attribute.values().forEach(v -> list.add(single(attribute.type(), v)));
    return list;
  }

  private static JsonNode single(DataType type, Object value) {
    var nodes = Json.mapper().getNodeFactory();
    return switch (value) {
      case Long number when type == DataType.UINT64 && number < 0 ->
          nodes.numberNode(new BigInteger(Long.toUnsignedString(number)));
      case Long number -> nodes.numberNode(number);
      case Double number when Double.isNaN(number) -> nodes.stringNode("NaN");
      case Double number when Double.isInfinite(number) ->
          nodes.stringNode(number > 0 ? "Infinity" : "-Infinity");
      case Double number -> nodes.numberNode(number);
      default -> nodes.stringNode(value.toString());
    };
  }
}
