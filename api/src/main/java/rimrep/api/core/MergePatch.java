package rimrep.api.core;

import rimrep.stac.StacFormatException;
import rimrep.stac.StacJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON Merge Patch (RFC 7386): members of the patch replace those of the document, null removes
/// them, objects are merged in depth.
public final class MergePatch {

  private final ObjectNode patch;

  private MergePatch(ObjectNode patch) {
    this.patch = patch;
  }

  /// @throws InvalidRequest if it is no JSON object
  public static MergePatch parse(byte[] body) {
    try {
      return new MergePatch(StacJson.parse(body));
    } catch (StacFormatException e) {
      throw new InvalidRequest("body", e.getMessage());
    }
  }

  /// The changed document.
  public String apply(DocumentText document) {
    ObjectNode json = StacJson.parse(document.text());
    merge(json, patch);
    return StacJson.write(json);
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    for (var member : patch.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      if (value.isNull()) {
        target.remove(name);
      } else if (value instanceof ObjectNode change) {
        ObjectNode inner =
            target.get(name) instanceof ObjectNode present ? present : target.putObject(name);
        merge(inner, change);
      } else {
        target.set(name, value.deepCopy());
      }
    }
  }
}
