package rimrep.pipeline.catalog;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A parsed JSON or YAML file that remembers where each value and key stood.
///
/// @param file path below the catalogue's root
/// @param values by JSON Pointer
/// @param keys position of a member's name, by the JSON Pointer of the member
record Document(
    String file, JsonNode root, Map<String, Position> values, Map<String, Position> keys) {

  /// A document that was computed, so that only its file is known.
  static Document computed(String file, JsonNode root) {
    return new Document(file, root, Map.of(), Map.of());
  }

  JsonNode get(String pointer) {
    return root.at(pointer);
  }

  /// Text at the pointer, empty if there is none.
  String text(String pointer) {
    JsonNode node = root.at(pointer);
    return node.isString() ? node.stringValue() : "";
  }

  boolean has(String pointer) {
    return !root.at(pointer).isMissingNode();
  }

  /// Where the value is, or the nearest value that holds it.
  Position at(String pointer) {
    String here = pointer;
    while (true) {
      Position position = values.get(here);
      if (position != null) {
        return position;
      }
      if (here.isEmpty()) {
        return Position.NONE;
      }
      here = here.substring(0, here.lastIndexOf('/'));
    }
  }

  /// Where the member's name is, or else its value.
  Position keyAt(String pointer) {
    Position position = keys.get(pointer);
    return position == null ? at(pointer) : position;
  }

  static String child(String pointer, String name) {
    return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
