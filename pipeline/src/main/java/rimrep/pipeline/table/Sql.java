package rimrep.pipeline.table;

import java.util.List;
import java.util.stream.Collectors;

/// Names and texts written so that SQL reads them as such, whatever they hold.
final class Sql {
  private Sql() {}

  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String text(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }

  static String texts(List<String> texts) {
    return texts.stream().map(Sql::text).collect(Collectors.joining(", "));
  }

  static String names(List<String> names) {
    return names.stream().map(Sql::name).collect(Collectors.joining(", "));
  }
}
