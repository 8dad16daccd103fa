package rimrep.pipeline.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.storage.ByteSource;

/// A look at separated text whose dialect and types nobody has declared yet. What it says is a
/// guess for a person to confirm; ingesting never guesses.
///
/// @param encoding UTF-8, or windows-1252 if the bytes are no UTF-8
/// @param encodingFault line of the first bytes that are no UTF-8
/// @param rows that were read, without the header
/// @param decimal the mark of decimals, `.` or `,`
/// @param whole whether that is the whole file
/// @param missing texts that seem to stand for a missing value, the empty one always
/// @param key columns that name each row, empty if none were found
/// @param ragged rows with another number of fields than the header
public record CsvPreview(
    char delimiter,
    String encoding,
    String decimal,
    Optional<Long> encodingFault,
    long rows,
    boolean whole,
    List<String> missing,
    long ragged,
    List<Column> columns,
    List<String> key) {
  private static final int MOST_ROWS = 500_000;
  private static final int HEAD = 1 << 16;
  private static final Pattern COMMA = Pattern.compile("^([+-]?\\d+),(\\d+)$");
  private static final Set<String> MISSING =
      Set.of("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "-");

  /// @param type a type of a tableschema
  /// @param zoned whether its times name their zone
  /// @param formats of its dates or times where they are not ISO 8601; two if no value tells day
  ///   from month
  public record Column(
      String name,
      String type,
      boolean zoned,
      List<String> formats,
      long missing,
      Optional<String> first,
      Optional<Double> min,
      Optional<Double> max) {}

  /// @throws BadInput if it is no separated text: empty, HTML, a NUL, an unterminated quote, a
  ///   column twice
  public static CsvPreview read(ByteSource source) {
    Optional<Long> fault = encodingFault(source);
    Charset charset = fault.isPresent() ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
    char delimiter = delimiter(source, charset);
    InputFormat.Csv dialect =
        new InputFormat.Csv(delimiter, Optional.of('"'), charset.name(), ".", List.of());
    try {
      return read(source, charset, dialect, fault);
    } catch (IOException e) {
      throw new SourceUnavailable(
          new Problem(source.name(), "cannot be read: " + e.getMessage(), "", "try again"), e);
    }
  }

  private static CsvPreview read(
      ByteSource source, Charset charset, InputFormat.Csv dialect, Optional<Long> fault)
      throws IOException {
    List<String> header = List.of();
    List<CsvGuess> guesses = new ArrayList<>();
    List<CsvGuess> withComma = new ArrayList<>();
    Set<String> missing = new TreeSet<>(Set.of(""));
    long rows = 0;
    long ragged = 0;
    boolean whole = true;
    try (Reader text = text(source, charset)) {
      CsvRecords records = new CsvRecords(text, dialect, source.name());
      header = records.header();
      header.forEach(name -> guesses.add(new CsvGuess(name)));
      header.forEach(name -> withComma.add(new CsvGuess(name)));
      while (records.next()) {
        if (rows == MOST_ROWS) {
          whole = false;
          break;
        }
        rows++;
        if (records.fields().size() != header.size()) {
          ragged++;
          continue;
        }
        for (int i = 0; i < guesses.size(); i++) {
          String value = records.fields().get(i);
          boolean absent = MISSING.contains(value);
          if (absent) {
            missing.add(value);
          }
          guesses.get(i).see(value, absent);
          withComma.get(i).see(COMMA.matcher(value).replaceFirst("$1.$2"), absent);
        }
      }
    }
    refuseOtherShape(source.name(), header, rows, ragged);
    boolean comma = dialect.delimiter() != ',' && isComma(guesses, withComma);
    List<Column> columns = (comma ? withComma : guesses).stream().map(CsvGuess::column).toList();
    return new CsvPreview(
        dialect.delimiter(),
        charset.name(),
        comma ? "," : ".",
        fault,
        rows,
        whole,
        List.copyOf(missing),
        ragged,
        columns,
        key(source, charset, dialect, columns));
  }

  /// Whether columns become numbers by a decimal comma, and none is one by a point.
  private static boolean isComma(List<CsvGuess> points, List<CsvGuess> commas) {
    boolean point = points.stream().anyMatch(g -> g.column().type().equals("number"));
    boolean comma = false;
    for (int i = 0; i < points.size(); i++) {
      comma |=
          points.get(i).column().type().equals("string")
              && commas.get(i).column().type().equals("number");
    }
    return comma && !point;
  }

  /// Lines before the header, or no header at all: what follows would be a guess about nothing.
  private static void refuseOtherShape(String name, List<String> header, long rows, long ragged) {
    if (ragged * 2 > rows) {
      throw new BadInput(
          name,
          "%d of %d rows have another number of fields than line 1, '%s'"
              .formatted(ragged, rows, String.join(" ", header)),
          "a header with a name for each field in line 1",
          "remove the lines before the header");
    }
    List<String> data = header.stream().filter(CsvGuess::isTimeOrNumber).toList();
    if (data.stream().anyMatch(CsvGuess::isTime) || data.size() * 2 > header.size()) {
      throw new BadInput(
          name,
          "no header: line 1 has " + String.join(", ", data),
          "names of columns in line 1; CSV without a header is not supported yet",
          "write a header");
    }
    if (header.stream().anyMatch(String::isBlank)) {
      throw new BadInput(
          name,
          "column " + (header.indexOf("") + 1) + " of the header has no name",
          "a name for each column",
          "name it, or remove the column");
    }
  }

  private static Reader text(ByteSource source, Charset charset) {
    return new BufferedReader(
        new InputStreamReader(
            new ByteSourceStream(source),
            charset.newDecoder().onUnmappableCharacter(CodingErrorAction.REPLACE)),
        1 << 16);
  }

  private static Optional<Long> encodingFault(ByteSource source) {
    try (Reader text =
        new InputStreamReader(
            new ByteSourceStream(source),
            StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT))) {
      char[] buffer = new char[HEAD];
      while (text.read(buffer) >= 0) {
        // only decoded
      }
      return Optional.empty();
    } catch (CharacterCodingException e) {
      try (ByteSourceStream again = new ByteSourceStream(source)) {
        return Optional.of(EncodingFault.line(again, StandardCharsets.UTF_8));
      } catch (IOException unreadable) {
        throw unreadable(source, unreadable);
      }
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  private static SourceUnavailable unreadable(ByteSource source, IOException e) {
    return new SourceUnavailable(
        new Problem(source.name(), "cannot be read: " + e.getMessage(), "", "try again"), e);
  }

  /// The separator that occurs most often in the first line, outside quotes.
  private static char delimiter(ByteSource source, Charset charset) {
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD, source.size()));
    source.readAt(0, head);
    String text = charset.decode(head.flip()).toString().replaceFirst("^[\\uFEFF\\r\\n]+", "");
    String line = text.lines().findFirst().orElse("").replaceAll("\"[^\"]*\"", "");
    char best = ',';
    long most = 0;
    for (char candidate : new char[] {',', ';', '\t', '|'}) {
      long count = line.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }

  /// Columns that name each row; see {@link CsvGuess#keys}. Empty if none do.
  private static List<String> key(
      ByteSource source, Charset charset, InputFormat.Csv dialect, List<Column> columns)
      throws IOException {
    List<List<Integer>> candidates = CsvGuess.keys(columns);
    List<Set<String>> seen = new ArrayList<>();
    candidates.forEach(c -> seen.add(new HashSet<>()));
    boolean[] broken = new boolean[candidates.size()];
    try (Reader text = text(source, charset)) {
      CsvRecords records = new CsvRecords(text, dialect, source.name());
      boolean header = records.next();
      for (long row = 0; header && row < MOST_ROWS && records.next(); row++) {
        List<String> fields = records.fields();
        if (fields.size() == columns.size()) {
          for (int i = 0; i < candidates.size(); i++) {
            broken[i] |= !broken[i] && !seen.get(i).add(CsvGuess.join(fields, candidates.get(i)));
          }
        }
      }
    }
    for (int i = 0; i < broken.length; i++) {
      if (!broken[i]) {
        return candidates.get(i).stream().map(c -> columns.get(c).name()).toList();
      }
    }
    return List.of();
  }
}
