package rimrep.pipeline.catalog;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.dataset.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads JSON and remembers where each value stood. Duplicate keys are errors (RFC 8259 leaves them
/// open; two readers would then see two documents).
final class LocatedJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final Map<String, Position> values = new HashMap<>();
  private final Map<String, Position> keys = new HashMap<>();

  private LocatedJson(JsonParser parser) {
    this.parser = parser;
  }

  /// The document, or empty after a finding has been added.
  static Optional<Document> read(String file, String text, Findings findings) {
    try (JsonParser parser = Json.mapper().createParser(text)) {
      LocatedJson reader = new LocatedJson(parser);
      if (parser.nextToken() == null) {
        findings.error(file, "an empty file", "a JSON document", "write it or remove the file");
        return Optional.empty();
      }
      JsonNode root = reader.value("");
      if (parser.nextToken() != null) {
        findings.error(
            file,
            position(parser.currentTokenLocation()),
            "text after the end of the document",
            "one JSON document",
            "remove it");
        return Optional.empty();
      }
      return Optional.of(new Document(file, root, reader.values, reader.keys));
    } catch (JacksonException e) {
      findings.error(file, position(e.getLocation()), e.getOriginalMessage(), "JSON", "correct it");
      return Optional.empty();
    }
  }

  private static Position position(TokenStreamLocation location) {
    return location == null
        ? Position.NONE
        : new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private JsonNode value(String pointer) {
    values.put(pointer, position(parser.currentTokenLocation()));
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(pointer);
      case START_ARRAY -> array(pointer);
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_ARRAY, END_OBJECT, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  /// The node that Jackson's own reader makes, so that `isInt()` holds for small numbers.
  static JsonNode integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return NODES.numberNode(value.intValueExact());
    }
    return value.bitLength() < Long.SIZE
        ? NODES.numberNode(value.longValueExact())
        : NODES.numberNode(value);
  }

  private ObjectNode object(String pointer) {
    ObjectNode node = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String child = Document.child(pointer, name);
      keys.put(child, position(parser.currentTokenLocation()));
      parser.nextToken();
      node.set(name, value(child));
    }
    return node;
  }

  private ArrayNode array(String pointer) {
    ArrayNode node = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      node.add(value(pointer + "/" + node.size()));
    }
    return node;
  }
}
