package rimrep.stac;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// A STAC Item: a GeoJSON Feature with an id, of a collection. See [StacObject].
public final class Item implements StacObject {

  private final ObjectNode json;
  private final String id;

  /// @throws StacFormatException if `json` has another type or no id
  public Item(ObjectNode json) {
    this.id = Identity.check(json, "Feature");
    this.json = json.deepCopy();
  }

  /// @throws StacFormatException if `text` is no Item
  public static Item parse(String text) {
    return new Item(StacJson.parse(text));
  }

  /// The id of its collection.
  ///
  /// @throws StacFormatException if it names none
  public String collection() {
    String collection = json.path("collection").asString("");
    if (collection.isEmpty()) {
      throw new StacFormatException(label() + ": /collection is missing; expected a collection id");
    }
    return collection;
  }

  @Override
  public ObjectNode json() {
    return json.deepCopy();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Item that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id);
  }

  @Override
  public String toString() {
    return label();
  }
}
