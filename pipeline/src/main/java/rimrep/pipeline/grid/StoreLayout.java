package rimrep.pipeline.grid;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// All metadata of a store: the group's attributes and its arrays, in the order in which they are
/// written.
public record StoreLayout(ObjectNode attributes, List<ArrayLayout> arrays) {
  public StoreLayout {
    arrays = List.copyOf(arrays);
    attributes = ZarrDocuments.plain(attributes);
  }

  public Optional<ArrayLayout> array(String name) {
    return arrays.stream().filter(a -> a.name().equals(name)).findFirst();
  }
}
