package rimrep.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a classic file (CDF-1) of fixed dimensions, for tests. Values are any numbers; text
/// variables take a String of all their characters.
public final class TinyCdf {
  private final Map<String, Integer> dimensions = new LinkedHashMap<>();
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<Var> variables = new ArrayList<>();

  /// Types of CDF-1, in the order of their numbers there.
  public enum Type {
    BYTE(1),
    CHAR(1),
    SHORT(2),
    INT(4),
    FLOAT(4),
    DOUBLE(8);
    final int size;

    Type(int size) {
      this.size = size;
    }
  }

  private record Var(
      String name,
      Type type,
      List<String> dimensions,
      Map<String, Object> attributes,
      Object values) {}

  public TinyCdf dimension(String name, int length) {
    dimensions.put(name, length);
    return this;
  }

  public TinyCdf attribute(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  public TinyCdf variable(
      String name, Type type, List<String> dims, Map<String, Object> attributes, Object values) {
    variables.add(new Var(name, type, dims, attributes, values));
    return this;
  }

  public Path write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The whole file.
  public byte[] bytes() {
    try {
      int header = header(new int[variables.size()]).length;
      int[] begins = new int[variables.size()];
      int at = header;
      for (int i = 0; i < begins.length; i++) {
        begins[i] = at;
        at += values(variables.get(i).type(), variables.get(i).values()).length;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(header(begins));
      for (Var variable : variables) {
        out.write(values(variable.type(), variable.values()));
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] header(int[] begins) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("CDF\1");
    out.writeInt(0);
    out.writeInt(0x0A);
    out.writeInt(dimensions.size());
    for (Map.Entry<String, Integer> dimension : dimensions.entrySet()) {
      text(out, dimension.getKey());
      out.writeInt(dimension.getValue());
    }
    attributes(out, attributes);
    out.writeInt(0x0B);
    out.writeInt(variables.size());
    List<String> names = new ArrayList<>(dimensions.keySet());
    for (int i = 0; i < begins.length; i++) {
      Var variable = variables.get(i);
      text(out, variable.name());
      out.writeInt(variable.dimensions().size());
      for (String name : variable.dimensions()) {
        out.writeInt(names.indexOf(name));
      }
      attributes(out, variable.attributes());
      out.writeInt(variable.type().ordinal() + 1);
      out.writeInt(values(variable.type(), variable.values()).length);
      out.writeInt(begins[i]);
    }
    return bytes.toByteArray();
  }

  private static void attributes(DataOutputStream out, Map<String, Object> attributes)
      throws IOException {
    out.writeInt(attributes.isEmpty() ? 0 : 0x0C);
    out.writeInt(attributes.size());
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      text(out, attribute.getKey());
      Type type =
          switch (attribute.getValue()) {
            case String s -> Type.CHAR;
            case Byte b -> Type.BYTE;
            case Short s -> Type.SHORT;
            case Integer n -> Type.INT;
            case Float f -> Type.FLOAT;
            default -> Type.DOUBLE;
          };
      Object value = attribute.getValue();
      out.writeInt(type.ordinal() + 1);
      out.writeInt(value instanceof String s ? s.length() : 1);
      out.write(values(type, value instanceof Number n ? new double[] {n.doubleValue()} : value));
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.write(padded(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static byte[] padded(byte[] bytes) {
    return java.util.Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4);
  }

  private static byte[] values(Type type, Object values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    if (values instanceof String text) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    } else {
      for (double value : (double[]) values) {
        switch (type) {
          case BYTE, CHAR -> out.writeByte((int) value);
          case SHORT -> out.writeShort((int) value);
          case INT -> out.writeInt((int) value);
          case FLOAT -> out.writeFloat((float) value);
          case DOUBLE -> out.writeDouble(value);
        }
      }
    }
    return padded(bytes.toByteArray());
  }
}
