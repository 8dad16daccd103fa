package rimrep.pipeline.grid;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.storage.FolderStorage;
import rimrep.pipeline.storage.Storage;
import tools.jackson.databind.JsonNode;

class RealFilesTest {
  @TempDir Path folder;

  private static ZarrArray array(Storage storage, String name) {
    return ZarrStore.open(storage, GridRun.PREFIX).orElseThrow().array(name).orElseThrow();
  }

  private static String step(Storage storage, String name, int step) {
    ZarrArray array = array(storage, name);
    Box box = Box.whole(array.layout().withLength(1));
    box.origin()[0] = step;
    return GridContract.sha256(array.read(box));
  }

  @Test
  void storesGslaOf2011And2024WithTheSourceIntegers() {
    List<Path> files = RealFiles.files("gsla");
    Storage storage = new FolderStorage(folder);
    GridContract contract = GridRun.contract(RealFiles.GSLA, RealFiles.GSLA_GRID);
    GridRun.Result result = new GridRun(contract, storage, 2, 1).run(files);
    assertThat(result.commit()).isPresent();
    assertThat(array(storage, "time").readLongs()).containsExactly(1314835200L, 1704067200L);
    for (int step = 0; step < 2; step++) {
      JsonNode expected = RealFiles.expected("gsla/" + files.get(step).getFileName());
      for (String name : List.of("GSLA", "GSL", "UCUR", "VCUR")) {
        String digest = find(expected, name).path("storedSha256").asString();
        assertThat(step(storage, name, step)).as(name + " " + step).isEqualTo(digest);
      }
    }
    assertThat(step(storage, "UCUR_MEAN", 1))
        .isEqualTo(
            find(RealFiles.expected("gsla/" + files.get(1).getFileName()), "UCUR_MEAN")
                .path("storedSha256")
                .asString());
    CellFacts gsla = requireNonNull(result.commit().orElseThrow().arrays().get("GSLA")).asStored();
    assertThat(gsla.valid()).isEqualTo(2 * 200245);
    assertThat(gsla.missing()).isEqualTo(2 * 24746);
    assertThat(gsla.min()).contains("-5641");
    assertThat(gsla.max()).contains("6067");
    CellFacts mean =
        requireNonNull(result.commit().orElseThrow().arrays().get("UCUR_MEAN")).asStored();
    assertThat(mean.missing()).isGreaterThanOrEqualTo(224991);
    assertThat(result.plan().drift().stream().map(Drift::variable).toList())
        .contains("latitude", "longitude", "GSLA", "end_time");
    assertThat(new GridRun(contract, storage, 2, 1).run(files).commit()).isEmpty();
  }

  private static JsonNode find(JsonNode file, String variable) {
    return file.path("variables").path(variable);
  }

  @Test
  void convertsTurqInAnyOrderOfArrival() {
    List<Path> files = new ArrayList<>(RealFiles.files("radar-turq"));
    GridContract contract = GridRun.contract(RealFiles.TURQ, "{\"append\": \"TIME\"}");
    Storage inOrder = new FolderStorage(folder.resolve("a"));
    GridRun.Result result = new GridRun(contract, inOrder, 2, 1).run(files);
    Storage shuffled = new FolderStorage(folder.resolve("b"));
    new GridRun(contract, shuffled, 1, 3).run(List.of(files.get(2), files.get(0), files.get(1)));
    assertThat(GridRun.objects(shuffled)).isEqualTo(GridRun.objects(inOrder));
    assertThat(array(inOrder, "TIME").readLongs())
        .containsExactly(1704067200L, 1704070800L, 1704074400L);
    assertThat(
            requireNonNull(result.commit().orElseThrow().arrays().get("UCUR")).asStored().valid())
        .isEqualTo(1468 + 1530 + 1526);
    assertThat(array(inOrder, "LATITUDE").layout().dimensions()).containsExactly("I", "J");
    JsonNode attributes =
        ZarrStore.open(inOrder, GridRun.PREFIX).orElseThrow().layout().attributes();
    assertThat(attributes.path("geospatial_lat_min").asDouble()).isEqualTo(-32.5151159);
    assertThat(attributes.path("geospatial_lon_max").asDouble()).isEqualTo(115.8266081);
    assertThat(attributes.path("time_coverage_end").asString()).isEqualTo("2024-01-01T02:00:00Z");
    assertThat(attributes.has("geospatial_vertical_min")).isFalse();
  }

  @Test
  void rejectsNwaWhoseStaticVariableDidNotTurnWithItsLatitude() {
    List<Path> files = RealFiles.files("radar-nwa");
    GridContract contract = GridRun.contract(RealFiles.NWA, "{\"append\": \"TIME\"}");
    GridRun.Result result = new GridRun(contract, new FolderStorage(folder), 2, 1).run(files);
    assertThat(result.rejection(files.get(1).getFileName().toString()))
        .contains("variable GDOP", "2750 of 2805 cells differ, by up to 168.0002")
        .contains("drift.static: first");
    assertThat(result.commit().orElseThrow().steps()).isEqualTo(1);
  }

  @Test
  void putsAFlippedNwaFileOnTheRightCells() {
    List<Path> files = new ArrayList<>(RealFiles.files("radar-nwa"));
    Collections.reverse(files);
    GridContract contract =
        GridRun.contract(
            RealFiles.NWA, "{\"append\": \"TIME\", \"drift\": {\"static\": \"first\"}}");
    Storage storage = new FolderStorage(folder);
    GridRun.Result result = new GridRun(contract, storage, 2, 1).run(files);
    assertThat(result.plan().drift().stream().map(Drift::action).toList())
        .contains("flipped", "the first kept");
    double[] ucur =
        ZarrArray.doubles(
            rimrep.pipeline.netcdf.DataType.FLOAT32, array(storage, "UCUR").readAll());
    int seen = 0;
    for (JsonNode cell : RealFiles.expected("radar-nwa/").path("validCells")) {
      int step = cell.path("time").asString().contains("T00:30") ? 0 : 1;
      int at =
          (step * 51 + cell.path("storeLatitudeIndex").asInt()) * 55
              + cell.path("storeLongitudeIndex").asInt();
      assertThat(ucur[at]).isEqualTo(cell.path("UCUR").asDouble());
      seen++;
    }
    assertThat(seen).isEqualTo(10);
    assertThat(
            requireNonNull(result.commit().orElseThrow().arrays().get("UCUR")).asStored().valid())
        .isEqualTo(10);
    assertThat(array(storage, "TIME").readLongs()).containsExactly(1647045000L, 1647109800L);
  }

  @Test
  void storesAOneShotGridAndRefusesAChangedOne() {
    List<Path> files = RealFiles.files("dhw-max");
    GridContract contract = GridRun.contract(RealFiles.DHW, "{}");
    Storage storage = new FolderStorage(folder);
    GridRun.Result result = new GridRun(contract, storage, 2, 1).run(files);
    JsonNode expected = RealFiles.expected("dhw-max/DHWmax_y2date.nc");
    for (String name : List.of("lat", "lon", "DHWmax", "DHWyday")) {
      assertThat(GridContract.sha256(array(storage, name).readAll()))
          .as(name)
          .isEqualTo(find(expected, name).path("storedSha256").asString());
    }
    assertThat(result.plan().drift().stream().map(d -> d.what() + " " + d.before()).toList())
        .contains("grid_mapping crs");
    assertThat(array(storage, "DHWmax").layout().attributes().has("grid_mapping")).isFalse();
    assertThat(array(storage, "DHWyday").layout().attributes().path("units").asString())
        .isEqualTo("1");
    GridRun.Result again = new GridRun(contract, storage, 2, 1).run(files);
    assertThat(again.of("DHWmax_y2date.nc")).isInstanceOf(ItemPlan.Unchanged.class);
  }

  @Test
  void rejectsABrokenFileByNameAndConvertsTheRest() {
    List<Path> files = new ArrayList<>(RealFiles.files("radar-turq"));
    files.addAll(RealFiles.files("broken"));
    GridContract contract = GridRun.contract(RealFiles.TURQ, "{\"append\": \"TIME\"}");
    GridRun.Result result = new GridRun(contract, new FolderStorage(folder), 2, 1).run(files);
    assertThat(result.rejection("DUMMY.nc")).startsWith("DUMMY.nc: an empty file");
    assertThat(result.commit().orElseThrow().steps()).isEqualTo(3);
  }
}
