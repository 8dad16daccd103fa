package rimrep.pipeline.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.Problem;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.storage.ByteSource;

/// Reads separated text of a declared dialect. A damaged row is rejected with its line; a damaged
/// file (encoding, unterminated quote, header) is refused whole, for its rows cannot be told apart.
record CsvReader(InputFormat.Csv dialect, String name) implements SourceReader {

  @Override
  public Set<String> read(ByteSource source, RawTable target) {
    Charset charset = Charset.forName(dialect.encoding());
    Reader text =
        new BufferedReader(
            new InputStreamReader(
                new ByteSourceStream(source),
                charset
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
            1 << 16);
    CsvRecords records = new CsvRecords(text, dialect, name);
    try {
      List<String> header = records.header();
      rows(records, header, target);
      return Set.copyOf(header);
    } catch (CharacterCodingException e) {
      throw wrongEncoding(source, charset, e);
    } catch (IOException e) {
      throw new SourceUnavailable(
          new Problem(name, "cannot be read: " + e.getMessage(), "", "run again"), e);
    }
  }

  private BadInput wrongEncoding(ByteSource source, Charset charset, CharacterCodingException e) {
    try (ByteSourceStream again = new ByteSourceStream(source)) {
      return new BadInput(
          new Problem(
              name + " line " + EncodingFault.line(again, charset),
              "bytes that are no " + dialect.encoding(),
              dialect.encoding() + " text",
              "declare the encoding in table.inputs, csv.encoding"),
          e);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void rows(CsvRecords records, List<String> header, RawTable target) throws IOException {
    if (target.columns().stream().anyMatch(String::isBlank)) {
      throw new BadInput(
          name, "a field of a column without a name", "a name for each column that is read", "");
    }
    int[] place = target.columns().stream().mapToInt(header::indexOf).toArray();
    while (records.next()) {
      List<String> fields = records.fields();
      Optional<String> damage = records.damage();
      if (damage.isPresent()) {
        target.reject(records.line(), "", "quote", damage.get());
      } else if (fields.size() != header.size()) {
        target.reject(
            records.line(),
            "",
            "ragged",
            fields.size() + " fields, the header has " + header.size());
      } else if (fields.equals(header)) {
        target.reject(records.line(), "", "header", "the header again");
      } else {
        @Nullable String[] values = target.values();
        for (int i = 0; i < place.length; i++) {
          values[i] = place[i] < 0 ? null : fields.get(place[i]);
        }
        target.row(records.line(), values, Optional.empty());
      }
    }
  }
}
