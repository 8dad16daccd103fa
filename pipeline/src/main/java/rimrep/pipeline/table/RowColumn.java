package rimrep.pipeline.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import rimrep.pipeline.netcdf.Attribute;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.netcdf.Dimension;
import rimrep.pipeline.netcdf.NetcdfFile;
import rimrep.pipeline.netcdf.Values;
import rimrep.pipeline.netcdf.Variable;

/// One variable's values, a cell per observation, unpacked, with what is missing told apart.
///
/// Missing are `_FillValue`, `missing_value`, NaN, and the netCDF default fill: for floats always,
/// for integers wider than a byte only if no fill is declared. No value beyond 1e30 is taken for
/// one. The valid range masks nothing.
final class RowColumn {
  /// The netCDF default fill of floats, 2^122 + 2^120 … (NC_FILL_FLOAT, NC_FILL_DOUBLE).
  private static final double DEFAULT_FILL = 9.969209968386869e36;

  private static final double LARGEST = 1e30;

  private final Variable variable;
  private final Values values;
  private final ByteBuffer bytes;
  private final IntUnaryOperator cells;
  private final boolean own;
  private final int textLength;
  private final boolean unsigned;
  private final List<Double> fills;
  private final double scale;
  private final double offset;
  private final boolean packed;
  private final Optional<CfTime> time;

  /// What one observation has.
  sealed interface Cell {
    record Missing() implements Cell {}

    record Text(String text) implements Cell {}

    record Time(Instant instant) implements Cell {}

    /// A value that cannot stand in a row.
    record Bad(String rule, String value) implements Cell {}
  }

  private RowColumn(
      Variable variable, Values values, RowSpace space, Optional<CfTime> time, List<Double> fills) {
    this.variable = variable;
    this.values = values;
    this.bytes = values.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.cells = space.cells(variable).orElseThrow();
    this.own = space.isOwn(variable);
    List<Dimension> dimensions = variable.dimensions();
    this.textLength =
        dimensions.isEmpty() || space.names().contains(dimensions.getLast().name())
            ? 1
            : Math.toIntExact(dimensions.getLast().length());
    this.unsigned = isUnsigned(variable);
    this.fills = fills.stream().map(this::asStored).toList();
    Optional<Double> scaled = number(variable, "scale_factor");
    Optional<Double> moved = number(variable, "add_offset");
    this.scale = scaled.orElse(1.0);
    this.offset = moved.orElse(0.0);
    this.packed = scaled.isPresent() || moved.isPresent();
    this.time = time;
  }

  /// @param isTime whether the contract takes it for a time
  static RowColumn read(NetcdfFile file, Variable variable, RowSpace space, boolean isTime) {
    Optional<CfTime> time =
        isTime
            ? Optional.of(
                CfTime.parse(
                    file.name() + " variable " + variable.name(),
                    variable.attribute("units").map(Attribute::text).orElse(""),
                    variable.attribute("calendar").map(Attribute::text)))
            : Optional.empty();
    return new RowColumn(variable, file.read(variable), space, time, fills(variable));
  }

  String name() {
    return variable.name();
  }

  /// Whether each row has a cell of its own.
  boolean isOwn() {
    return own;
  }

  Cell at(int row) {
    int cell = cells.applyAsInt(row);
    return switch (variable.type()) {
      case CHAR -> chars(cell);
      case STRING -> text(values.strings().get(cell));
      case INT8, UINT8, INT16, UINT16, INT32, UINT32 -> integer(integer(cell), false);
      case INT64 -> integer(integer(cell), unsigned);
      case UINT64 -> integer(bytes.getLong(cell * 8), true);
      case FLOAT32 -> real(bytes.getFloat(cell * 4));
      case FLOAT64 -> real(bytes.getDouble(cell * 8));
      case OTHER -> throw new IllegalStateException(variable.name() + " was not to be read");
    };
  }

  private long integer(int cell) {
    int width = variable.type().bytes();
    long signed =
        switch (width) {
          case 1 -> bytes.get(cell);
          case 2 -> bytes.getShort(cell * 2);
          case 4 -> bytes.getInt(cell * 4);
          default -> bytes.getLong(cell * 8);
        };
    return unsigned ? signed & (-1L >>> (64 - width * 8)) : signed;
  }

  private Cell chars(int cell) {
    byte[] text = new byte[textLength];
    bytes.get(cell * textLength, text);
    return text(new String(text, StandardCharsets.UTF_8));
  }

  /// Trailing blanks and NULs are padding; all padding is missing.
  private static Cell text(String text) {
    int nul = text.indexOf('\0');
    String shown = (nul < 0 ? text : text.substring(0, nul)).stripTrailing();
    return shown.isEmpty() ? new Cell.Missing() : new Cell.Text(shown);
  }

  /// @param large whether the number is one of 64 bits without a sign
  private Cell integer(long value, boolean large) {
    double real = large && value < 0 ? (value >>> 1 | value & 1) * 2.0 : value;
    if (fills.contains(real)) {
      return new Cell.Missing();
    }
    if (packed || time.isPresent()) {
      return number(real * scale + offset);
    }
    return new Cell.Text(large ? Long.toUnsignedString(value) : Long.toString(value));
  }

  private Cell real(double value) {
    boolean missing = Double.isNaN(value) || fills.contains(value) || Math.abs(value) > LARGEST;
    return missing ? new Cell.Missing() : number(packed ? value * scale + offset : value);
  }

  private Cell number(double value) {
    if (time.isEmpty()) {
      return new Cell.Text(Double.toString(value));
    }
    double ulp = variable.type() == DataType.FLOAT32 ? Math.ulp((float) value) : Math.ulp(value);
    return time.get()
        .instant(value, ulp)
        .<Cell>map(Cell.Time::new)
        .orElseGet(() -> new Cell.Bad("time to a millisecond", Double.toString(value)));
  }

  /// By its type, or by `_Unsigned`: the same bits, read without a sign.
  private static boolean isUnsigned(Variable variable) {
    String told =
        variable
            .attribute("_Unsigned")
            .map(a -> a.text().strip().toLowerCase(Locale.ROOT))
            .orElse("");
    return told.equals("true") || variable.type().isUnsigned() && !told.equals("false");
  }

  /// A marker as a cell of the variable would hold it: rounded to float32, or without a sign.
  private double asStored(double marker) {
    if (variable.type() == DataType.FLOAT32) {
      return (float) marker;
    }
    boolean signed = unsigned && marker < 0 && variable.type().isInteger();
    return signed ? marker + Math.scalb(1.0, 8 * variable.type().bytes()) : marker;
  }

  private static Optional<Double> number(Variable variable, String attribute) {
    return variable
        .attribute(attribute)
        .filter(a -> !a.isText() && !a.values().isEmpty())
        .map(Attribute::number);
  }

  private static List<Double> fills(Variable variable) {
    Optional<Double> declared = number(variable, "_FillValue");
    List<Double> fills = new java.util.ArrayList<>();
    declared.ifPresent(fills::add);
    variable
        .attribute("missing_value")
        .filter(a -> !a.isText())
        .ifPresent(a -> a.values().forEach(v -> fills.add(((Number) v).doubleValue())));
    DataType type = variable.type();
    if (type.isFloat()) {
      fills.add(DEFAULT_FILL);
    } else if (declared.isEmpty() && type.isInteger()) {
      integerDefault(type).ifPresent(fills::add);
    }
    return List.copyOf(fills);
  }

  /// NC_FILL_SHORT and its like; a byte has none that could not be a value.
  private static Optional<Double> integerDefault(DataType type) {
    return switch (type) {
      case INT16 -> Optional.of(-32767.0);
      case UINT16 -> Optional.of(65535.0);
      case INT32 -> Optional.of(-2147483647.0);
      case UINT32 -> Optional.of(4294967295.0);
      case INT64 -> Optional.of(-9223372036854775806.0);
      case UINT64, INT8, UINT8, FLOAT32, FLOAT64, CHAR, STRING, OTHER -> Optional.empty();
    };
  }
}
