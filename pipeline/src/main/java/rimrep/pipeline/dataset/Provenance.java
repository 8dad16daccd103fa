package rimrep.pipeline.dataset;

import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// JSON Pointer (RFC 6901) to origin. A member without an entry has its nearest ancestor's.
final class Provenance {
  private final SortedMap<String, Origin> origins = new TreeMap<>();

  void set(String pointer, Origin origin) {
    origins.put(pointer, origin);
  }

  /// Pointer of a member of the object at `parent`; the root is the empty text.
  static String pointer(String parent, String member) {
    return parent + "/" + member.replace("~", "~0").replace("/", "~1");
  }

  ObjectNode node() {
    ObjectNode node = Json.mapper().createObjectNode();
    origins.forEach((pointer, origin) -> node.put(pointer, origin.word()));
    return node;
  }
}
