package rimrep.stac;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// An asset of an Item or Collection (STAC 1.1 commons, assets).
///
/// @param href URL, absolute or relative to the document
/// @param type media type
/// @param title for people
/// @param description for people, CommonMark
/// @param roles `data`, `metadata`
/// @param fields further members, `file:size`; they come after the others
public record Asset(
    String href,
    String type,
    Optional<String> title,
    Optional<String> description,
    List<String> roles,
    ObjectNode fields) {

  public Asset {
    if (href.isEmpty()) {
      throw new StacFormatException("an asset has no href; expected a URL");
    }
    roles = List.copyOf(roles);
    fields = fields.deepCopy();
  }

  public ObjectNode toJson() {
    ObjectNode json = StacJson.newObject();
    json.put("href", href).put("type", type);
    title.ifPresent(t -> json.put("title", t));
    description.ifPresent(d -> json.put("description", d));
    if (!roles.isEmpty()) {
      var array = json.putArray("roles");
      roles.forEach(array::add);
    }
    json.setAll(fields.deepCopy());
    return json;
  }
}
