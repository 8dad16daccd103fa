package rimrep.stac;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An Item or a Collection: the JSON tree as it was read, so that foreign members, nulls, member
/// order and number spelling survive, with typed access to what every document has.
///
/// Immutable: the tree is copied on the way in and out.
public sealed interface StacObject permits Item, Collection {

  /// A copy of the document.
  ObjectNode json();

  String id();

  /// `Item[id=x]` or `Collection[id=x]`, as messages name it.
  default String label() {
    return switch (this) {
      case Item item -> "Item[id=" + item.id() + "]";
      case Collection collection -> "Collection[id=" + collection.id() + "]";
    };
  }

  /// The links, in order.
  default List<Link> links() {
    var links = new ArrayList<Link>();
    if (json().get("links") instanceof ArrayNode array) {
      for (JsonNode node : array) {
        links.add(Link.fromJson(node));
      }
    }
    return List.copyOf(links);
  }

  /// Compact JSON.
  default String text() {
    return StacJson.write(json());
  }

  /// Reads an Item (`"type": "Feature"`) or a Collection.
  ///
  /// @throws StacFormatException if it is neither
  static StacObject parse(String text) {
    ObjectNode json = StacJson.parse(text);
    String type = json.path("type").asString("");
    return switch (type) {
      case "Feature" -> new Item(json);
      case "Collection" -> new Collection(json);
      default ->
          throw new StacFormatException(
              "/type is \"" + type + "\"; expected \"Feature\" or \"Collection\"");
    };
  }
}
