package rimrep.pipeline.workflow.argo;

import java.util.LinkedHashMap;
import java.util.Map;

/// Builds a map whose keys keep their order.
final class Doc {
  private final Map<String, Object> entries = new LinkedHashMap<>();

  static Doc doc() {
    return new Doc();
  }

  Doc put(String key, Object value) {
    entries.put(key, value instanceof Doc doc ? doc.map() : value);
    return this;
  }

  Doc putIf(boolean condition, String key, Object value) {
    return condition ? put(key, value) : this;
  }

  Map<String, Object> map() {
    return entries;
  }
}
