package rimrep.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.testing.SmallCatalog;

/// Files that are not what they are said to be, in a folder with good ones: the good ones go in.
class BadFilesTest {
  @TempDir private Path folder;

  @Test
  void rejectsBadCsvFilesAndTakesTheOthers() throws Exception {
    Bench bench = new Bench(folder);
    String good = SmallCatalog.readings("B");
    bench
        .catalog
        .tides("tides")
        .with("tides", "a-good.csv", SmallCatalog.readings("A"))
        .with("tides", "empty.csv", "")
        .with(
            "tides",
            "missing-columns.csv",
            "station,time,latitude,longitude\nC,2024-01-01T00:00:00Z,-16,145\n")
        .with(
            "tides",
            "wrong-encoding.csv",
            "station,time,latitude,longitude,height\nLagune für,2024-01-01T00:00:00Z,-16,145,1\n"
                .getBytes(StandardCharsets.ISO_8859_1))
        .with(
            "tides",
            "unterminated-quote.csv",
            "station,time,latitude,longitude,height\n\"D,2024-01-01T00:00:00Z,-16,145,1\nE,2024-01-01T00:00:00Z,-16,145,1\n")
        .with(
            "tides",
            "wrong-types.csv",
            "station,time,latitude,longitude,height\nF,yesterday,-16,145,1\nG,2024-01-01T00:00:00Z,south,145,1\n")
        .with("tides", "z-good.csv", good);
    Ended run = bench.run("run", "tides");
    Picture picture = bench.picture(run);
    for (String fault :
        List.of(
            "empty", "missing-columns", "wrong-encoding", "unterminated-quote", "wrong-types")) {
      picture.matches("csv-" + fault, fault + ".csv");
    }
    picture.matches("csv-good", "-good.csv");
    assertThat(bench.run("verify", "tides").exitCode()).isZero();
    mend(bench, "tides", good);
    Ended again = bench.run("run", "tides");
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  private static void mend(Bench bench, String dataset, String good) throws Exception {
    for (String name :
        List.of(
            "empty", "missing-columns", "wrong-encoding", "unterminated-quote", "wrong-types")) {
      bench.catalog.with(dataset, name + ".csv", good.replace("B,", name + ","));
    }
  }

  @Test
  void rejectsBadGridFilesAndTakesTheOthers() throws Exception {
    Bench bench = new Bench(folder);
    byte[] day = SmallCatalog.day(2);
    bench
        .catalog
        .waves("waves")
        .with("waves", "a-good.nc", SmallCatalog.day(1))
        .with("waves", "empty.nc", "")
        .with("waves", "truncated.nc", Arrays.copyOf(day, day.length - 20))
        .with("waves", "html.nc", "<!DOCTYPE html>\n<html><body>Please log in</body></html>\n")
        .with("waves", "other-grid.nc", SmallCatalog.day(3, -17.75))
        .with("waves", "z-good.nc", SmallCatalog.day(4));
    Picture picture = bench.picture(bench.run("run", "waves"));
    for (String fault : List.of("empty", "truncated", "html", "other-grid")) {
      picture.matches("grid-" + fault, fault + ".nc");
    }
    picture.matches("grid-good", "-good.nc");
    assertThat(bench.run("verify", "waves").exitCode()).isZero();
    for (String fault : List.of("empty", "truncated", "html", "other-grid")) {
      Files.delete(bench.catalog.source("waves", fault + ".nc"));
    }
    bench.catalog.with("waves", "zz-day5.nc", SmallCatalog.day(5));
    Ended again = bench.run("run", "waves");
    assertThat(again.exitCode()).as(again.err()).isZero();
  }
}
