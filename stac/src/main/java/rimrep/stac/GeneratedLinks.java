package rimrep.stac;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The links that a STAC API makes itself, and that are therefore no part of a document: a server
/// cuts them on write and adds its own on read, a client leaves them out when it compares.
public final class GeneratedLinks {

  private static final Set<String> RELATIONS =
      Set.of(
          "self",
          "root",
          "parent",
          "collection",
          "items",
          "item",
          "child",
          "next",
          "prev",
          "queryables",
          "sortables",
          "http://www.opengis.net/def/rel/ogc/1.0/queryables",
          "http://www.opengis.net/def/rel/ogc/1.0/sortables");

  private GeneratedLinks() {}

  public static boolean isGenerated(String relation) {
    return RELATIONS.contains(relation);
  }

  /// A copy of `document` without generated links.
  public static ObjectNode cut(ObjectNode document) {
    ObjectNode copy = document.deepCopy();
    if (copy.get("links") instanceof ArrayNode links) {
      ArrayNode kept = copy.putArray("links");
      for (JsonNode link : links) {
        if (!isGenerated(link.path("rel").asString(""))) {
          kept.add(link);
        }
      }
    }
    return copy;
  }
}
