package rimrep.stac;

import tools.jackson.databind.node.ObjectNode;

/// What a document must have before it can even be named: its type and a non-empty id.
final class Identity {

  private Identity() {}

  static String check(ObjectNode json, String type) {
    String found = json.path("type").asString("");
    if (!found.equals(type)) {
      throw new StacFormatException("/type is \"" + found + "\"; expected \"" + type + "\"");
    }
    if (!json.path("id").isString() || json.path("id").asString().isEmpty()) {
      throw new StacFormatException("/id is missing or no text; expected a non-empty id");
    }
    return json.path("id").asString();
  }
}
