package rimrep.pipeline.table;

import java.util.ArrayList;
import java.util.List;

/// How a row gets its stable id: a column, or a text with columns in braces such as
/// `{site}-{time}`. Never a row number, which would change when a file arrives late.
public record FidTemplate(List<Part> parts) {
  public FidTemplate {
    parts = List.copyOf(parts);
    if (parts.stream().noneMatch(Part::column)) {
      throw new IllegalArgumentException("a fid is made of at least one column");
    }
  }

  /// @param column whether `text` names a column
  public record Part(String text, boolean column) {}

  static FidTemplate parse(String written) {
    if (!written.contains("{")) {
      return new FidTemplate(List.of(new Part(written, true)));
    }
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < written.length()) {
      int open = written.indexOf('{', at);
      int close = written.indexOf('}', Math.max(open, at));
      if (open < 0 || close < 0) {
        parts.add(new Part(written.substring(at), false));
        break;
      }
      if (open > at) {
        parts.add(new Part(written.substring(at, open), false));
      }
      parts.add(new Part(written.substring(open + 1, close), true));
      at = close + 1;
    }
    return new FidTemplate(parts);
  }

  List<String> columns() {
    return parts.stream().filter(Part::column).map(Part::text).toList();
  }

  /// Whether the id is the value of one column.
  boolean isColumn() {
    return parts.size() == 1;
  }
}
