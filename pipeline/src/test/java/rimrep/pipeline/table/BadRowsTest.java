package rimrep.pipeline.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.failure.BadInput;

/// Every common way a CSV row or file is bad, each with a fixed result.
class BadRowsTest {
  static final String SCHEMA =
      """
      {"fields": [
        {"name": "site", "type": "string", "constraints": {"required": true, "pattern": "[A-Z]\\\\d+"}},
        {"name": "code", "type": "string"},
        {"name": "time", "type": "datetime", "role": "t", "timezone": "Australia/Sydney"},
        {"name": "lon", "type": "number", "role": "x"},
        {"name": "lat", "type": "number", "role": "y"},
        {"name": "count", "type": "integer", "constraints": {"minimum": 0, "maximum": 1000}},
        {"name": "day", "type": "date"},
        {"name": "ok", "type": "boolean"}],
       "primaryKey": ["site", "time"]}
      """;
  private static final String SECTION =
      """
      {"inputs": {"readings": {"from": "files", "format": "csv", "csv": {"missing": ["NA"]}}},
       "steps": [{"start": "readings"}, {"rename": {"n": "count"}}, {"filter": "ok IS NOT false"}],
       "output": {"fid": "{site}-{time}", "sort": "time"},
       "rejects": {"atMost": %d}}
      """;
  private static final String HEADER = "site,code,time,lon,lat,n,day,ok\n";
  private static final String BAD =
      HEADER
          + """
          A1,007,2024-01-01T00:00:00Z,145.5,-16.5,5,2024-01-01,true
          A1,,2024-01-01T01:00:00Z,145.5,-16.5,NA,,
          A2,5.7,2024-01-01T02:00:00Z,145.5,-16.5,5.7,2024-01-01,true
          A2,x,2024-01-01T03:00:00Z,145.5,-16.5,1e2,2024-01-01,true
          A2,x,2024-01-01T04:00:00Z,145.5,-16.5,1_000,2024-01-01,true
          A2,x,2024-01-01T05:00:00Z,NaN,-16.5,1,2024-01-01,true
          A2,x,2024-01-01T06:00:00Z,1e999,-16.5,1,2024-01-01,true
          A2,x,2024-01-01T07:00:00Z,145.5,-96.5,1,2024-01-01,true
          A2,x,2024-01-01T08:00:00Z,145.5,,1,2024-01-01,true
          A2,x,01/02/2024,145.5,-16.5,1,2024-01-01,true
          A2,x,2024-10-06T02:30:00,145.5,-16.5,1,2024-01-01,true
          A2,x,2024-04-07T02:30:00,145.5,-16.5,1,2024-01-01,true
          A3,x,2024-01-01T12:00:00,145.5,-16.5,1,2024-01-01,true
          A2,x,2024-01-01T09:00:00Z,145.5,-16.5,1,2024-02-30,true
          A2,x,2024-01-01T10:00:00Z,145.5,-16.5,1,2024-01-01T05:00,yes
          A2,x,2024-01-01T11:00:00Z,145.5,-16.5,1001,2024-01-01,true
          a9,x,2024-01-01T11:00:00Z,145.5,-16.5,1,2024-01-01,true
          ,x,2024-01-01T11:00:00Z,145.5,-16.5,1,2024-01-01,true
          A1,x,2024-01-01T00:00:00Z,145.5,-16.5,9,2024-01-01,true
          A2,x,2024-01-01T12:00:00Z,145.5
          A2,x,2024-01-01T12:00:00Z,145.5,-16.5,1,2024-01-01,true,more
          A2,"x"y,2024-01-01T12:00:00Z,145.5,-16.5,1,2024-01-01,true
          A4,"two
          lines, ""quoted\""",2024-01-01T12:00:00Z,145.5,-16.5,1,2024-01-01,true
          A4,5" pipe,2024-01-01T13:00:00Z,,,1,2024-01-01,true
          A5,x,2024-01-01T14:00:00Z,145.5,-16.5,1,2024-01-01,false

          A5,x,2024-01-01T15:00:00Z,145.5,-16.5,x,2024-01-01,maybe
          """;

  @TempDir Path folder;

  private TableBench bench(int atMost) {
    return new TableBench(folder, TableBench.contract(SCHEMA, SECTION.formatted(atMost)), 2);
  }

  @Test
  void rejectsEachBadRowByLineFieldAndRule() {
    try (TableBench bench = bench(100).with("bad.csv", BAD)) {
      TableBench.Run run = bench.run();
      Piece piece = run.item("bad.csv").piece().orElseThrow();
      String rejects = bench.artifacts.get(piece.rejectsKey()).orElseThrow().text();
      assertThat(rejects)
          .isEqualTo(
              """
              {"source":"bad.csv","line":4,"field":"n","rule":"integer","value":"5.7"}
              {"source":"bad.csv","line":5,"field":"n","rule":"integer","value":"1e2"}
              {"source":"bad.csv","line":6,"field":"n","rule":"integer","value":"1_000"}
              {"source":"bad.csv","line":7,"field":"lon","rule":"number","value":"NaN"}
              {"source":"bad.csv","line":8,"field":"lon","rule":"number","value":"1e999"}
              {"source":"bad.csv","line":9,"field":"lat","rule":"latitude","value":"-96.5"}
              {"source":"bad.csv","line":10,"field":"lon, lat","rule":"position","value":"145.5"}
              {"source":"bad.csv","line":11,"field":"time","rule":"datetime","value":"01/02/2024"}
              {"source":"bad.csv","line":12,"field":"time","rule":"datetime","value":"2024-10-06T02:30:00"}
              {"source":"bad.csv","line":13,"field":"time","rule":"datetime","value":"2024-04-07T02:30:00"}
              {"source":"bad.csv","line":15,"field":"day","rule":"date","value":"2024-02-30"}
              {"source":"bad.csv","line":16,"field":"day","rule":"date","value":"2024-01-01T05:00"}
              {"source":"bad.csv","line":16,"field":"ok","rule":"boolean","value":"yes"}
              {"source":"bad.csv","line":17,"field":"count","rule":"maximum","value":"1001"}
              {"source":"bad.csv","line":18,"field":"site","rule":"pattern","value":"a9"}
              {"source":"bad.csv","line":19,"field":"fid","rule":"required","value":""}
              {"source":"bad.csv","line":19,"field":"site","rule":"required","value":""}
              {"source":"bad.csv","line":20,"field":"fid","rule":"unique","value":"A1-2024-01-01T00:00:00Z"}
              {"source":"bad.csv","line":20,"field":"site, time","rule":"primaryKey","value":"A1, 2024-01-01 00:00:00+00"}
              {"source":"bad.csv","line":21,"field":"","rule":"ragged","value":"4 fields, the header has 8"}
              {"source":"bad.csv","line":22,"field":"","rule":"ragged","value":"9 fields, the header has 8"}
              {"source":"bad.csv","line":23,"field":"","rule":"quote","value":"text after a closing quote: x"}
              {"source":"bad.csv","line":29,"field":"n","rule":"integer","value":"x"}
              {"source":"bad.csv","line":29,"field":"ok","rule":"boolean","value":"maybe"}
              """);
      assertThat(piece.counts()).isEqualTo(new RowCounts(26, 5, 20, 1));
      assertThat(bench.rows("SELECT site, code, time, lon, count, day, ok, fid FROM TABLE"))
          .containsExactly(
              List.of(
                  "A1",
                  "007",
                  "2024-01-01T00:00Z",
                  "145.5",
                  "5",
                  "2024-01-01",
                  "true",
                  "A1-2024-01-01T00:00:00Z"),
              List.of(
                  "A1",
                  "null",
                  "2024-01-01T01:00Z",
                  "145.5",
                  "null",
                  "null",
                  "null",
                  "A1-2024-01-01T01:00:00Z"),
              List.of(
                  "A3",
                  "x",
                  "2024-01-01T01:00Z",
                  "145.5",
                  "1",
                  "2024-01-01",
                  "true",
                  "A3-2024-01-01T01:00:00Z"),
              List.of(
                  "A4",
                  "two\nlines, \"quoted\"",
                  "2024-01-01T12:00Z",
                  "145.5",
                  "1",
                  "2024-01-01",
                  "true",
                  "A4-2024-01-01T12:00:00Z"),
              List.of(
                  "A4",
                  "5\" pipe",
                  "2024-01-01T13:00Z",
                  "null",
                  "1",
                  "2024-01-01",
                  "true",
                  "A4-2024-01-01T13:00:00Z"));
    }
  }

  @Test
  void publishesNothingAboveTheRejectsAllowed() {
    try (TableBench bench = bench(19).with("bad.csv", BAD)) {
      assertThatThrownBy(bench::run)
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("20 rejected rows in src/bad.csv (20)")
          .hasMessageContaining("at most 19 (table.rejects.atMost)");
      assertThat(bench.target.list("")).isEmpty();
    }
  }

  @Test
  void rejectsBrokenFilesByNameAndTakesTheOthers() {
    String good = HEADER + "A1,x,2024-01-01T00:00:00Z,145.5,-16.5,5,2024-01-01,true\n";
    String umlaut = HEADER + "A1,Lädy,2024-02-01T00:00:00Z,145.5,-16.5,5,2024-01-01,true\n";
    try (TableBench bench =
        bench(0)
            .with("good.csv", good)
            .with("empty.csv", "")
            .with("page.csv", "<!DOCTYPE html>\n<html><body>not found</body></html>\n")
            .with("latin.csv", umlaut.getBytes(Charset.forName("windows-1252")))
            .with("binary.csv", good.getBytes(StandardCharsets.UTF_16LE))
            .with("quote.csv", good + "A1,\"open,2024-01-02T00:00:00Z,1,1,1,,\nA2,x,,,,,,\n")
            .with("twice.csv", "site,site,time\nA,B,C\n")
            .with("lacking.csv", good.replace("code,", "").replace("A1,x", "A1"))
            .with("more.csv", good.replace("ok\n", "ok,extra\n").replace("true\n", "true,1\n"))
            .with("allbad.csv", HEADER + "a,x,y,z,1,2,3,4\n")) {
      TableBench.Run run = bench.run(3);
      assertThat(problems(run))
          .containsExactly(
              "allbad.csv: all 1 rows are rejected, the first on line 2: day breaks 'date' with"
                  + " '3'; expected rows that keep the rules of tableschema.json; correct the"
                  + " contract or the file",
              "binary.csv line 1: a NUL character: no text in the declared encoding; expected text;"
                  + " declare the encoding in table.inputs, csv.encoding",
              "empty.csv: an empty file; expected rows of data; fetch it again, or ask the provider",
              "lacking.csv: missing columns [code]; expected the columns of tableschema.json"
                  + " (fieldsMatch exact); rename or describe them, or set fieldsMatch",
              "latin.csv line 2: bytes that are no UTF-8; expected UTF-8 text; declare the"
                  + " encoding in table.inputs, csv.encoding",
              "more.csv: unexpected columns [extra]; expected the columns of tableschema.json"
                  + " (fieldsMatch exact); rename or describe them, or set fieldsMatch",
              "page.csv: HTML or XML instead of CSV; expected CSV with a header; look at the"
                  + " source's address",
              "quote.csv line 3: a quote is opened and never closed; expected a closing quote;"
                  + " without it the rest of the file is one field; ask the provider for a"
                  + " corrected file, or declare quote: \"\"",
              "twice.csv line 1: column 'site' twice in the header; expected each column once; ask"
                  + " the provider for a corrected file");
      assertThat(run.item("good.csv").outcome()).isEqualTo(ItemOutcome.INGESTED);
      assertThat(run.commit().orElseThrow().counts().out()).isEqualTo(1);
      assertThat(bench.run().commit()).isEmpty();
    }
  }

  private static List<String> problems(TableBench.Run run) {
    return run.items().stream()
        .filter(i -> i.outcome() == ItemOutcome.REJECTED)
        .map(i -> i.problem().orElseThrow().message())
        .sorted()
        .toList();
  }

  @Test
  void readsDeclaredDialects() {
    String section =
        """
        {"inputs": {"readings": {"from": "files", "format": "csv",
           "csv": {"delimiter": ";", "quote": "'", "encoding": "%s", "decimal": ","}}},
         "geometry": "none", "output": {"fid": "{ort}"}}
        """;
    String schema =
        """
        {"fields": [{"name": "ort", "type": "string"}, {"name": "tiefe", "type": "number"}]}
        """;
    String text = "ort;tiefe\r\n'Größe; x';-1,5\r\n'b';,5\r\n";
    for (String encoding : List.of("windows-1252", "iso-8859-1", "utf-8", "utf-16le")) {
      byte[] bytes =
          (encoding.startsWith("utf") ? "\uFEFF" + text : text).getBytes(Charset.forName(encoding));
      Path own = folder.resolve(encoding);
      assertThat(own.toFile().mkdirs()).isTrue();
      try (TableBench bench =
          new TableBench(own, TableBench.contract(schema, section.formatted(encoding)), 1)
              .with("a.csv", bytes)) {
        bench.run();
        assertThat(bench.rows("SELECT ort, tiefe FROM TABLE"))
            .containsExactly(List.of("Größe; x", "-1.5"), List.of("b", "0.5"));
      }
    }
  }
}
