package rimrep.pipeline.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Locale;

/// One thing that is wrong in the catalogue.
///
/// @param file path below the catalogue's root
/// @param line counted from 1; 0 if the finding concerns the file as a whole
/// @param column counted from 1; 0 like the line
/// @param found what is there
/// @param expected what was expected instead
/// @param remedy how to mend it; may be empty
public record Finding(
    Severity severity,
    String file,
    int line,
    int column,
    String found,
    String expected,
    String remedy)
    implements Comparable<Finding> {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparingInt(Finding::column)
          .thenComparing(Finding::found)
          .thenComparing(Finding::expected)
          .thenComparing(Finding::severity)
          .thenComparing(Finding::remedy);

  public enum Severity {
    ERROR,
    WARNING;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// `file:line:column`, as editors understand it.
  public String place() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(place());
    text.append(": ").append(severity.word()).append(": ").append(found);
    if (!expected.isEmpty()) {
      text.append("; expected ").append(expected);
    }
    if (!remedy.isEmpty()) {
      text.append("; ").append(remedy);
    }
    return text.toString();
  }
}
