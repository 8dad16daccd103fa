package rimrep.pipeline.netcdf;

import java.util.List;

/// An attribute with its values: for {@link DataType#CHAR} and {@link DataType#STRING} the list
/// holds `String`s (a char attribute is one string, trailing NULs cut), for integers `Long`s
/// (unsigned 64-bit values keep their bits), for floats `Double`s (float32 widened exactly). May be
/// empty.
public record Attribute(String name, DataType type, List<Object> values) {
  public Attribute {
    values = List.copyOf(values);
  }

  /// The value as text if it is a single text, else the values joined by a comma.
  public String text() {
    StringBuilder joined = new StringBuilder();
    for (Object value : values) {
      joined.append(joined.isEmpty() ? "" : ",").append(value);
    }
    return joined.toString();
  }

  /// The first value as a number. Only for numeric attributes with a value.
  public double number() {
    return ((Number) values.getFirst()).doubleValue();
  }

  public boolean isText() {
    return type == DataType.CHAR || type == DataType.STRING;
  }
}
