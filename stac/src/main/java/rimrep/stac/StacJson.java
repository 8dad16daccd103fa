package rimrep.stac;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON as STAC needs it: member order, nulls, foreign members and the spelling `1.0` survive, and
/// a document with a member twice is refused instead of losing one.
public final class StacJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StacJson() {}

  /// Reads one JSON object.
  ///
  /// @throws StacFormatException if the text is no JSON object, with line and column
  public static ObjectNode parse(String text) {
    try {
      return object(MAPPER.readTree(text));
    } catch (JacksonException e) {
      throw notJson(e);
    } catch (NumberFormatException e) {
      throw new StacFormatException("a number is too large: " + e.getMessage());
    }
  }

  /// Reads one JSON object from UTF-8 bytes.
  ///
  /// @throws StacFormatException if the bytes are no JSON object, with line and column
  public static ObjectNode parse(byte[] utf8) {
    return parse(new String(utf8, StandardCharsets.UTF_8));
  }

  /// Compact JSON, members in their order.
  public static String write(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  public static ObjectNode newObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new StacFormatException(
        "found a JSON "
            + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
            + "; expected a JSON object");
  }

  private static StacFormatException notJson(JacksonException e) {
    var at = e.getLocation();
    String where =
        at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    return new StacFormatException("no valid JSON" + where + ": " + e.getOriginalMessage());
  }
}
