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

/// Files that are not what they are said to be, in folders with good ones: the good ones go in.
class BadFilesTest {
  private static final String HEADER = "station,time,latitude,longitude,height\n";
  private static final List<String> TIDES =
      List.of("empty", "missing-columns", "wrong-encoding", "unterminated-quote", "wrong-types");
  private static final List<String> WAVES = List.of("empty", "truncated", "html", "other-grid");
  private static final List<String> REEFS = List.of("truncated", "no-collection");

  @TempDir private Path folder;

  @Test
  void rejectsBadFilesByNameAndTakesTheOthers() throws Exception {
    Bench bench = new Bench(folder);
    tides(bench.catalog);
    waves(bench.catalog);
    reefs(bench.catalog);
    Picture picture = bench.picture(bench.run("run", "tides", "waves", "reefs"));
    TIDES.forEach(fault -> picture.matches("csv-" + fault, "tides", fault + ".csv"));
    WAVES.forEach(fault -> picture.matches("grid-" + fault, "waves", fault + ".nc"));
    REEFS.forEach(fault -> picture.matches("geojson-" + fault, "reefs", fault + ".geojson"));
    picture.matches("csv-good", "tides", "-good.csv");
    picture.matches("grid-good", "waves", "-good.nc");
    picture.matches("geojson-good", "reefs", "-good.geojson");
    mend(bench.catalog);
    Ended again = bench.run("run", "tides", "waves", "reefs");
    assertThat(again.exitCode()).as(again.err()).isZero();
    Ended verified = bench.run("verify", "tides", "waves", "reefs");
    assertThat(verified.exitCode()).as(verified.out()).isZero();
  }

  private static void tides(SmallCatalog catalog) {
    byte[] latin =
        (HEADER + "K\u00f6nig,2024-01-01T00:00:00Z,-16,145,1\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    catalog
        .tides("tides")
        .with("tides", "a-good.csv", SmallCatalog.readings("A"))
        .with("tides", "empty.csv", "")
        .with(
            "tides",
            "missing-columns.csv",
            "station,time,latitude,longitude\nC,2024-01-01T00:00:00Z,-16,145\n")
        .with("tides", "wrong-encoding.csv", latin)
        .with(
            "tides",
            "unterminated-quote.csv",
            HEADER + "\"D,2024-01-01T00:00:00Z,-16,145,1\nE,2024-01-01T00:00:00Z,-16,145,1\n")
        .with(
            "tides",
            "wrong-types.csv",
            HEADER + "F,yesterday,-16,145,1\nG,2024-01-01T00:00:00Z,south,145,1\n")
        .with("tides", "z-good.csv", SmallCatalog.readings("Z"));
  }

  private static void waves(SmallCatalog catalog) {
    byte[] day = SmallCatalog.day(2);
    catalog
        .waves("waves")
        .with("waves", "a-good.nc", SmallCatalog.day(1))
        .with("waves", "empty.nc", "")
        .with("waves", "truncated.nc", Arrays.copyOf(day, day.length - 20))
        .with("waves", "html.nc", "<!DOCTYPE html>\n<html><body>Please log in</body></html>\n")
        .with("waves", "other-grid.nc", SmallCatalog.day(3, -17.75))
        .with("waves", "z-good.nc", SmallCatalog.day(4));
  }

  private static void reefs(SmallCatalog catalog) {
    String outline = SmallCatalog.outline("C");
    catalog
        .reefs("reefs")
        .with("reefs", "a-good.geojson", SmallCatalog.outline("A"))
        .with("reefs", "truncated.geojson", outline.substring(0, outline.length() / 2))
        .with("reefs", "no-collection.geojson", "{\"type\": \"Topology\"}")
        .with("reefs", "z-good.geojson", SmallCatalog.outline("Z"));
  }

  /// The provider corrects some files and takes others away.
  private static void mend(SmallCatalog catalog) throws Exception {
    TIDES.forEach(fault -> catalog.with("tides", fault + ".csv", SmallCatalog.readings(fault)));
    for (String fault : WAVES) {
      Files.delete(catalog.source("waves", fault + ".nc"));
    }
    catalog.with("waves", "zz-good.nc", SmallCatalog.day(5));
    REEFS.forEach(fault -> catalog.with("reefs", fault + ".geojson", SmallCatalog.outline(fault)));
  }
}
