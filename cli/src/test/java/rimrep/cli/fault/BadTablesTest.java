package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.SmallCatalog;

/// Tables that are refused as a whole: nothing of them is published, the ledger knows why, and what
/// was published before stands.
class BadTablesTest {
  private static final String HEADER = "station,time,latitude,longitude,height\n";
  private static final String THREE_BAD =
      HEADER
          + """
          B,2024-01-01T00:00:00Z,-16,145,1
          B,2024-01-01T01:00:00Z,-16,145,99
          B,2024-01-01T02:00:00Z,-16,145,high
          B,noon,-16,145,1
          """;
  private static final String[] RUN = {"run", "no-row", "too-many", "shared", "grown"};

  @TempDir private Path folder;

  @Test
  void refusesAWholeTableAndRemembersItsFiles() {
    Bench bench = new Bench(folder);
    bench.catalog.tides("grown").with("grown", "first.csv", SmallCatalog.readings("A"));
    assertThat(bench.run("run", "grown").exitCode()).isZero();
    tables(bench.catalog);
    Picture picture = bench.picture(bench.run(RUN));
    picture.matches("table-without-a-row", "no-row", "");
    picture.matches("table-too-many-rejects", "too-many", "");
    picture.matches("table-shared-key", "shared", "");
    picture.matches("table-published-before", "grown", "");
    Picture second = bench.picture(bench.run(RUN));
    second.matches("table-without-a-row-again", "no-row", "");
    second.matches("table-too-many-rejects-again", "too-many", "");

    bench
        .catalog
        .with("no-row", "bad.csv", SmallCatalog.readings("B"))
        .with("too-many", "bad-rows.csv", SmallCatalog.readings("B"))
        .with("too-many", "empty.csv", SmallCatalog.readings("C"))
        .with("shared", "b.csv", SmallCatalog.readings("B"))
        .with("grown", "second.csv", SmallCatalog.readings("B"));
    bench.picture(bench.run(RUN)).matches("table-mended");
  }

  private static void tables(SmallCatalog catalog) {
    catalog
        .tides("no-row")
        .with("no-row", "bad.csv", HEADER + "B,noon,-16,145,1\n")
        .tides("too-many", "{folder: sources/too-many, match: \"*.csv\"}", 2)
        .with("too-many", "bad-rows.csv", THREE_BAD)
        .with("too-many", "empty.csv", "")
        .with("too-many", "good.csv", SmallCatalog.readings("A"))
        .tides("shared")
        .with("shared", "a.csv", SmallCatalog.readings("A"))
        .with("shared", "b.csv", SmallCatalog.readings("A") + "B,2024-01-01T00:00:00Z,-16,145,1\n")
        .with("grown", "second.csv", THREE_BAD);
  }
}
