package rimrep.pipeline.table;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rimrep.pipeline.failure.BadInput;

/// The records of separated text, one after the other (RFC 4180 with a declared delimiter and
/// quote). Lines end with LF, CRLF or CR; blank lines are no records; a quote inside an unquoted
/// field is a plain character.
final class CsvRecords {
  private static final int END = -1;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader text;
  private final char delimiter;
  private final int quote;
  private final String name;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private final char[] buffer = new char[1 << 15];
  private int filled;
  private int at;
  private long lines;
  private long line;
  private boolean quoteClosed;
  private Optional<String> damage = Optional.empty();

  CsvRecords(Reader text, InputFormat.Csv dialect, String name) {
    this.text = text;
    this.delimiter = dialect.delimiter();
    this.quote = dialect.quote().map(q -> (int) q).orElse(-2);
    this.name = name;
  }

  /// Reads the first record as the names of the columns.
  List<String> header() throws IOException {
    if (!next()) {
      throw new BadInput(name, "no header: the file is empty", "CSV with a header", "");
    }
    List<String> header = List.copyOf(fields);
    if (header.getFirst().strip().startsWith("<")) {
      throw new BadInput(
          name, "HTML or XML instead of CSV", "CSV with a header", "look at the source's address");
    }
    Set<String> seen = new HashSet<>();
    for (String column : header) {
      if (!seen.add(column)) {
        throw new BadInput(
            name + " line " + line,
            "column '" + column + "' twice in the header",
            "each column once",
            "ask the provider for a corrected file");
      }
    }
    return header;
  }

  /// The fields of the present record.
  List<String> fields() {
    return fields;
  }

  /// The line on which the present record begins, from 1.
  long line() {
    return line;
  }

  /// Why the present record's quotes make no sense, if so.
  Optional<String> damage() {
    return damage;
  }

  /// Goes to the next record; false at the end of the text.
  boolean next() throws IOException {
    skipBlankLines();
    if (peek() == END) {
      return false;
    }
    line = lines + 1;
    damage = Optional.empty();
    fields.clear();
    boolean more = true;
    while (more) {
      more = field();
    }
    return true;
  }

  private void skipBlankLines() throws IOException {
    if (lines == 0 && at == 0 && peek() == BYTE_ORDER_MARK) {
      at++;
    }
    while (peek() == '\n' || peek() == '\r') {
      lineEnd();
    }
  }

  /// Reads one field and what ends it; false if that ended the record.
  private boolean field() throws IOException {
    field.setLength(0);
    if (peek() == quote) {
      quoted();
    }
    while (true) {
      int c = peek();
      if (c == END || c == '\n' || c == '\r' || c == delimiter) {
        break;
      }
      if (c == 0) {
        throw new BadInput(
            name + " line " + (lines + 1),
            "a NUL character: no text in the declared encoding",
            "text",
            "declare the encoding in table.inputs, csv.encoding");
      }
      if (quoteClosed && damage.isEmpty()) {
        damage = Optional.of("text after a closing quote: " + RawTable.shown(field.toString()));
      }
      field.append((char) c);
      at++;
    }
    quoteClosed = false;
    fields.add(field.toString());
    int c = peek();
    if (c == delimiter) {
      at++;
      return true;
    }
    lineEnd();
    return false;
  }

  private void quoted() throws IOException {
    long opened = lines + 1;
    at++;
    while (true) {
      int c = peek();
      if (c == END) {
        throw new BadInput(
            name + " line " + opened,
            "a quote is opened and never closed",
            "a closing quote; without it the rest of the file is one field",
            "ask the provider for a corrected file, or declare quote: \"\"");
      }
      at++;
      if (c == quote) {
        if (peek() != quote) {
          quoteClosed = true;
          return;
        }
        at++;
      } else if (c == '\n' || c == '\r' && peek() != '\n') {
        lines++;
      }
      field.append((char) c);
    }
  }

  private void lineEnd() throws IOException {
    int c = peek();
    if (c == '\r') {
      at++;
      c = peek();
      if (c != '\n') {
        lines++;
        return;
      }
    }
    if (c == '\n') {
      at++;
      lines++;
    }
  }

  private int peek() throws IOException {
    if (at == filled) {
      filled = text.read(buffer, 0, buffer.length);
      at = 0;
      if (filled <= 0) {
        filled = 0;
        return END;
      }
    }
    return buffer[at];
  }
}
