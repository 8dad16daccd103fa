package rimrep.pipeline.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The catalogue's vocabularies: full objects by id.
final class Vocabularies {
  /// Each is a file `vocab/<name>.json`.
  static final List<String> NAMES = List.of("themes", "providers", "licences", "units");

  private final Map<String, ObjectNode> byName = new TreeMap<>();

  void put(String name, ObjectNode objects) {
    byName.put(name, objects);
  }

  ObjectNode get(String name) {
    ObjectNode objects = byName.get(name);
    return objects == null
        ? tools.jackson.databind.node.JsonNodeFactory.instance.objectNode()
        : objects;
  }

  /// Adds a finding if the vocabulary exists and does not know the id.
  void require(String name, String id, Document document, String pointer, Findings findings) {
    ObjectNode objects = byName.get(name);
    if (objects == null || (objects.has(id) && !id.equals("$schema"))) {
      return;
    }
    Collection<String> known = objects.propertyNames();
    findings.error(
        document,
        pointer,
        "'" + id + "', unknown to vocab/" + name + ".json",
        "an id of vocab/" + name + ".json",
        Suggestion.of(id, known, "add it there, or use one of those"));
  }
}
