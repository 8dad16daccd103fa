package rimrep.stac;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A link of a STAC document (STAC 1.1 commons, links).
///
/// @param rel relation, `describedby`
/// @param href URL, absolute or relative to the document
/// @param type media type of what is linked
/// @param title for people
public record Link(String rel, String href, Optional<String> type, Optional<String> title) {

  public Link {
    if (rel.isEmpty()) {
      throw new StacFormatException("a link has no rel; expected a relation such as describedby");
    }
    if (href.isEmpty()) {
      throw new StacFormatException("the link rel=" + rel + " has no href; expected a URL");
    }
  }

  public static Link of(String rel, String href, String type) {
    return new Link(rel, href, Optional.of(type), Optional.empty());
  }

  public Link titled(String title) {
    return new Link(rel, href, type, Optional.of(title));
  }

  static Link fromJson(JsonNode node) {
    return new Link(
        node.path("rel").asString(""),
        node.path("href").asString(""),
        node.path("type").stringValueOpt(),
        node.path("title").stringValueOpt());
  }

  public ObjectNode toJson() {
    ObjectNode json = StacJson.newObject();
    json.put("rel", rel).put("href", href);
    type.ifPresent(t -> json.put("type", t));
    title.ifPresent(t -> json.put("title", t));
    return json;
  }
}
