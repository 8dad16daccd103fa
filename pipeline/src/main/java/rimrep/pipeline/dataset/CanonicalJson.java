package rimrep.pipeline.dataset;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The one form of a JSON document that we hash and publish, RFC 8785: no white space, members in
/// the order of their names' UTF-16 code units, numbers as ECMAScript writes them.
public final class CanonicalJson {
  private CanonicalJson() {}

  public static byte[] bytes(JsonNode node) {
    return text(node).getBytes(StandardCharsets.UTF_8);
  }

  public static String text(JsonNode node) {
    StringBuilder out = new StringBuilder(4096);
    write(node, out);
    return out.toString();
  }

  /// SHA-256 of the canonical form as a multihash: `1220` and 64 hex digits.
  public static String multihash(JsonNode node) {
    return multihash(bytes(node));
  }

  static String multihash(byte[] bytes) {
    try {
      return "1220" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void write(JsonNode node, StringBuilder out) {
    switch (node.getNodeType()) {
      case OBJECT -> writeObject(node, out);
      case ARRAY -> writeArray(node, out);
      case STRING -> writeString(node.stringValue(), out);
      case NUMBER -> out.append(number(node));
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("no JSON value: " + node.getNodeType());
    }
  }

  private static void writeObject(JsonNode node, StringBuilder out) {
    List<String> names = new ArrayList<>(node.propertyNames());
    Collections.sort(names);
    char before = '{';
    for (String name : names) {
      out.append(before);
      writeString(name, out);
      out.append(':');
      write(node.path(name), out);
      before = ',';
    }
    out.append(names.isEmpty() ? "{}" : "}");
  }

  private static void writeArray(JsonNode node, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(node.path(i), out);
    }
    out.append(']');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        requirePair(text, i);
        out.append(c);
        out.append(text.charAt(++i));
      } else {
        writeCharacter(c, out);
      }
    }
    out.append('"');
  }

  private static void requirePair(String text, int at) {
    if (at + 1 >= text.length()
        || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
      throw new IllegalArgumentException("half a surrogate pair in a text of " + text.length());
    }
  }

  private static void writeCharacter(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        if (c < 0x20) {
          out.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static String number(JsonNode node) {
    double value = node.isDouble() ? node.doubleValue() : exact(node);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a JSON number: " + node);
    }
    return ecmaScript(value);
  }

  /// An integer that a double cannot hold would change silently, so it is refused. Digits that are
  /// just how ECMAScript writes a double are that double, as every reader takes them: what was
  /// written here can be read and written again.
  private static double exact(JsonNode node) {
    if (node.isIntegralNumber()) {
      BigInteger value = node.bigIntegerValue();
      if (!keeps(value)) {
        throw new IllegalArgumentException(
            value + " is no number that every JSON reader keeps; write it as text");
      }
      return value.doubleValue();
    }
    return node.decimalValue().doubleValue();
  }

  /// Whether an integer can be written so that every reader takes it for the same number.
  public static boolean keeps(BigInteger value) {
    double rounded = value.doubleValue();
    return Double.isFinite(rounded)
        && (new BigDecimal(rounded).toBigInteger().equals(value)
            || ecmaScript(rounded).equals(value.toString()));
  }

  /// ECMAScript `Number::toString`: the fewest digits that give the same double, `1e+21` from there
  /// on, `1e-7` below 1e-6.
  static String ecmaScript(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + layOut(digits, point);
  }

  /// `Double.toString` gives the shortest digits, but never fewer than two (JDK-4511638).
  private static BigDecimal shortest(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value));
    BigDecimal one = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return one.doubleValue() == value ? one : decimal;
  }

  /// @param point digits before the decimal point; may be negative or beyond the digits
  private static String layOut(String digits, int point) {
    int count = digits.length();
    if (count <= point && point <= 21) {
      return digits + "0".repeat(point - count);
    }
    if (0 < point && point <= 21) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (-6 < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + (point > 0 ? "+" : "-") + Math.abs(point - 1);
  }
}
