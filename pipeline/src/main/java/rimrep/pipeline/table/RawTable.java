package rimrep.pipeline.table;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rows of one source as text, in the one dialect that DuckDB then reads, each with the line it
/// stood on. Every reader writes here, so that typing, steps and rules exist once, and a reject's
/// line is exact whatever the source's dialect was.
final class RawTable implements AutoCloseable {
  /// Begins the names of our own columns; no field may.
  static final String OWN = "rimrep:";

  static final String LINE = "rimrep:line";
  static final List<String> GEOMETRY =
      List.of("rimrep:wkb", "rimrep:type", "rimrep:x0", "rimrep:y0", "rimrep:x1", "rimrep:y1");
  private static final int VALUE_SHOWN = 200;
  private static final int LEAST_LINE = 1 << 21;

  private final Path rowsFile;
  private final Path rejectsFile;
  private final List<String> columns;
  private final boolean geometry;
  private final Writer rows;
  private final Writer rejects;
  private long rowsIn;
  private long longestLine;
  private long lastRejected = -1;

  /// @param columns the columns that rows have values for, in that order
  RawTable(Path folder, List<String> columns, boolean geometry) {
    this.rowsFile = folder.resolve("rows.csv");
    this.rejectsFile = folder.resolve("rejects.csv");
    this.columns = List.copyOf(columns);
    this.geometry = geometry;
    try {
      rows = new BufferedWriter(Files.newBufferedWriter(rowsFile), 1 << 18);
      rejects = Files.newBufferedWriter(rejectsFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> columns() {
    return columns;
  }

  /// @param values one per column; null is missing
  void row(long line, @Nullable String[] values, Optional<Wkb> shape) {
    StringBuilder text = new StringBuilder();
    text.append(line);
    for (String value : values) {
      append(text.append(','), value);
    }
    if (geometry) {
      append(text, shape);
    }
    write(rows, text);
    rowsIn++;
  }

  /// A row that the reader itself cannot accept. Several rejects of one line count as one row; they
  /// come one after the other.
  void reject(long line, String field, String rule, String value) {
    StringBuilder text = new StringBuilder();
    text.append(line);
    append(text.append(','), field);
    append(text.append(','), rule);
    append(text.append(','), shown(value));
    write(rejects, text);
    if (line != lastRejected) {
      rowsIn++;
      lastRejected = line;
    }
  }

  static String shown(String value) {
    return value.length() > VALUE_SHOWN ? value.substring(0, VALUE_SHOWN) + "…" : value;
  }

  long rowsIn() {
    return rowsIn;
  }

  private void write(Writer target, StringBuilder text) {
    longestLine = Math.max(longestLine, text.length() * 4L);
    try {
      target.append(text).append('\n');
    } catch (IOException e) {
      throw LocalFiles.full(rowsFile, e);
    }
  }

  private static void append(StringBuilder text, Optional<Wkb> shape) {
    if (shape.isEmpty()) {
      text.append(",".repeat(GEOMETRY.size()));
      return;
    }
    Wkb wkb = shape.get();
    text.append(',').append(Base64.getEncoder().encodeToString(wkb.bytes()));
    text.append(',').append(wkb.type());
    for (double bound : wkb.bounds()) {
      text.append(',').append(wkb.empty() ? "" : bound);
    }
  }

  private static void append(StringBuilder text, @Nullable String value) {
    if (value == null) {
      return;
    }
    boolean plain = !value.isEmpty();
    for (int i = 0; i < value.length() && plain; i++) {
      char c = value.charAt(i);
      plain = c > ' ' && c != ',' && c != '"' || c == ' ' && i > 0;
    }
    if (plain) {
      text.append(value);
    } else {
      text.append('"').append(value.replace("\"", "\"\"")).append('"');
    }
  }

  @Override
  public void close() {
    try (rows;
        rejects) {
      rows.flush();
      rejects.flush();
    } catch (IOException e) {
      throw LocalFiles.full(rowsFile, e);
    }
  }

  /// Makes the tables `raw` and `rejects` in the database. After {@link #close}.
  void load(DuckSession db) {
    String names =
        columns.stream().map(c -> ", " + Sql.text(c) + ": 'VARCHAR'").collect(Collectors.joining());
    String shape =
        geometry
            ? ", 'rimrep:wkb': 'VARCHAR', 'rimrep:type': 'INTEGER'"
                + ", 'rimrep:x0': 'DOUBLE', 'rimrep:y0': 'DOUBLE'"
                + ", 'rimrep:x1': 'DOUBLE', 'rimrep:y1': 'DOUBLE'"
            : "";
    db.run(
        "CREATE TABLE raw AS SELECT * FROM "
            + csv(rowsFile, "'" + LINE + "': 'BIGINT'" + names + shape));
    db.run(
        "CREATE TABLE rejects AS SELECT * FROM "
            + csv(
                rejectsFile,
                "'line': 'BIGINT', 'field': 'VARCHAR', 'rule': 'VARCHAR', 'value': 'VARCHAR'"));
  }

  private String csv(Path file, String types) {
    long line = Math.max(LEAST_LINE, longestLine + 1024);
    return "read_csv("
        + Sql.text(file.toString())
        + ", auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"'"
        + ", new_line = '\\n', nullstr = '', allow_quoted_nulls = false, strict_mode = true"
        + ", max_line_size = "
        + line
        + ", buffer_size = "
        + line * 4
        + ", columns = {"
        + types
        + "})";
  }

  /// A fresh array for one row's values.
  @Nullable String[] values() {
    @Nullable String[] values = new String[columns.size()];
    Arrays.fill(values, null);
    return values;
  }
}
