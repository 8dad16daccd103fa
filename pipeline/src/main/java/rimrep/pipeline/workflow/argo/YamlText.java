package rimrep.pipeline.workflow.argo;

import java.util.List;
import java.util.Map;

/// Writes maps, lists, texts, numbers and truth values as YAML. Every text is quoted, because YAML
/// 1.1 misreads bare `no`, `on`, `1e3` and dates; keys stand in the order of the map.
final class YamlText {
  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(String header, Map<String, ?> document) {
    YamlText text = new YamlText();
    header.lines().forEach(line -> text.out.append("# ").append(line).append('\n'));
    text.map(document, 0);
    return text.out.toString();
  }

  private void map(Map<String, ?> map, int indent) {
    map.forEach((key, value) -> {
      pad(indent);
      entry(key, value, indent);
    });
  }

  private void entry(String key, Object value, int indent) {
    out.append(key(key)).append(':');
    switch (value) {
      case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
      case List<?> list when list.isEmpty() -> out.append(" []\n");
      case Map<?, ?> map -> {
        out.append('\n');
        map(typed(map), indent + 2);
      }
      case List<?> list -> {
        out.append('\n');
        list(list, indent);
      }
      default -> out.append(' ').append(scalar(value)).append('\n');
    }
  }

  private void list(List<?> list, int indent) {
    for (Object element : list) {
      pad(indent);
      out.append("- ");
      if (element instanceof Map<?, ?> map && !map.isEmpty()) {
        boolean first = true;
        for (Map.Entry<String, ?> entry : typed(map).entrySet()) {
          if (!first) {
            pad(indent + 2);
          }
          first = false;
          entry(entry.getKey(), entry.getValue(), indent + 2);
        }
      } else {
        out.append(scalar(element)).append('\n');
      }
    }
  }

  private static Map<String, ?> typed(Map<?, ?> map) {
    Map<String, Object> typed = new java.util.LinkedHashMap<>();
    map.forEach((k, v) -> typed.put((String) k, v));
    return typed;
  }

  private void pad(int indent) {
    out.append(" ".repeat(indent));
  }

  private static String key(String key) {
    return key.matches("[A-Za-z_][A-Za-z0-9_-]*") ? key : scalar(key);
  }

  private static String scalar(Object value) {
    return switch (value) {
      case String text ->
          '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> throw new IllegalArgumentException("no YAML for " + value.getClass());
    };
  }
}
