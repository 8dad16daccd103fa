package rimrep.pipeline.workflow.argo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /// Adds an element to the list under a key.
  Doc append(String key, Object value) {
    List<Object> longer = new ArrayList<>((List<?>) entries.getOrDefault(key, List.of()));
    longer.add(value);
    return put(key, longer);
  }

  Map<String, Object> map() {
    return entries;
  }
}
