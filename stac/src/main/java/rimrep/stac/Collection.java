package rimrep.stac;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/// A STAC Collection. See [StacObject].
public final class Collection implements StacObject {

  private final ObjectNode json;
  private final String id;

  /// @throws StacFormatException if `json` has another type or no id
  public Collection(ObjectNode json) {
    this.id = Identity.check(json, "Collection");
    this.json = json.deepCopy();
  }

  /// @throws StacFormatException if `text` is no Collection
  public static Collection parse(String text) {
    return new Collection(StacJson.parse(text));
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
    return other instanceof Collection that && json.equals(that.json);
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
