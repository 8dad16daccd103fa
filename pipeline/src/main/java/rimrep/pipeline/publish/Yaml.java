package rimrep.pipeline.publish;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import rimrep.pipeline.dataset.CanonicalJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Writes a document as YAML that YAML 1.1 and 1.2 read alike: members in their order, every text
/// in double quotes (a JSON text is a YAML text), so that `no`, `1e3` and dates stay texts. Only
/// `begin` and `end` are YAML times.
final class Yaml {
  private static final Pattern PLAIN_KEY = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_-]*");
  private static final Set<String> TIMES = Set.of("begin", "end");
  private static final Pattern INSTANT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
  private static final Pattern WORD =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|inf|nan");

  private Yaml() {}

  static byte[] bytes(ObjectNode document) {
    StringBuilder out = new StringBuilder(1024);
    members(document, 0, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void members(JsonNode object, int indent, StringBuilder out) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      out.append(" ".repeat(indent)).append(key(member.getKey())).append(':');
      if (isTime(member.getKey(), member.getValue())) {
        out.append(' ').append(member.getValue().stringValue()).append('\n');
      } else {
        value(member.getValue(), indent, out);
      }
    }
  }

  /// pygeoapi wants times, not texts, as the ends of its extents.
  private static boolean isTime(String name, JsonNode value) {
    return TIMES.contains(name) && INSTANT.matcher(value.stringValue("")).matches();
  }

  private static void value(JsonNode value, int indent, StringBuilder out) {
    if (value.isObject() && !value.isEmpty()) {
      out.append('\n');
      members(value, indent + 2, out);
    } else if (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainer)) {
      out.append('\n');
      value.forEach(entry -> entry(entry, indent + 2, out));
    } else {
      out.append(' ').append(flow(value)).append('\n');
    }
  }

  /// An entry of a list begins on the line of its dash.
  private static void entry(JsonNode entry, int indent, StringBuilder out) {
    if (entry.isObject() && !entry.isEmpty()) {
      StringBuilder inner = new StringBuilder();
      members(entry, indent + 2, inner);
      out.append(" ".repeat(indent)).append("- ").append(inner.substring(indent + 2));
    } else {
      out.append(" ".repeat(indent)).append("- ").append(flow(entry)).append('\n');
    }
  }

  /// Scalars, lists of scalars and empty mappings, on one line.
  private static String flow(JsonNode value) {
    if (value.isArray()) {
      return "[" + String.join(", ", value.valueStream().map(Yaml::flow).toList()) + "]";
    }
    return value.isNumber() ? number(CanonicalJson.text(value)) : text(CanonicalJson.text(value));
  }

  /// YAML 1.1 takes `1e+21` for a text.
  private static String number(String json) {
    int exponent = json.indexOf('e');
    return exponent < 0 || json.contains(".")
        ? json
        : json.substring(0, exponent) + ".0" + json.substring(exponent);
  }

  /// YAML folds or refuses some characters that JSON leaves as they are.
  private static String text(String json) {
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 0x7f || (c > 0x9f && c != 0x2028 && c != 0x2029 && c < 0xfeff)) {
        out.append(c);
      } else {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return out.toString();
  }

  private static String key(String name) {
    boolean plain = PLAIN_KEY.matcher(name).matches() && !WORD.matcher(name).matches();
    return plain ? name : text(CanonicalJson.text(StringNode.valueOf(name)));
  }
}
