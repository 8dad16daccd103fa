package rimrep.pipeline.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.netcdf.DataType;
import rimrep.pipeline.storage.Storage;
import rimrep.testing.Mortal;

class ConversionTest {
  private static final GridContract CONTRACT =
      GridRun.contract(SmallGrid.SCHEMA, SmallGrid.SECTION);
  @TempDir Path folder;

  private static Storage store() {
    return new MemoryStorage();
  }

  private static GridRun on(Storage storage) {
    return new GridRun(CONTRACT, storage, 2, 1);
  }

  private List<Path> series() {
    return SmallGrid.series(folder.resolve("in"));
  }

  private SortedMap<String, String> oneShot() {
    Storage storage = store();
    on(storage).run(series());
    return GridRun.objects(storage);
  }

  private static ZarrArray array(Storage storage, String name) {
    return ZarrStore.open(storage, GridRun.PREFIX).orElseThrow().array(name).orElseThrow();
  }

  @Test
  void putsEveryCellWhereItBelongs() {
    Storage storage = store();
    GridRun.Result result = on(storage).run(series());
    assertThat(result.commit().orElseThrow().steps()).isEqualTo(11);
    byte[] sst = array(storage, "sst").readAll();
    double[] wind = ZarrArray.doubles(DataType.FLOAT32, array(storage, "wind").readAll());
    for (int hour = 0; hour < 11; hour++) {
      for (int r = 0; r < SmallGrid.ROWS; r++) {
        for (int c = 0; c < SmallGrid.COLUMNS; c++) {
          int at = (hour * SmallGrid.ROWS + r) * SmallGrid.COLUMNS + c;
          assertThat(LittleEndian.int16(sst, 2 * at)).isEqualTo(SmallGrid.sst(hour, r, c));
          boolean missing = SmallGrid.land(r, c) || hour == 3;
          assertThat(wind[at]).isEqualTo(missing ? -1f : (float) (hour + r / 16.0 + c));
        }
      }
    }
    assertThat(array(storage, "label").readText())
        .containsExactly("h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8", "h9", "h10");
    assertThat(array(storage, "lat").layout().attributes().path("units").asString())
        .isEqualTo("degrees_north");
    assertThat(array(storage, "sst").layout().attributes().has("grid_mapping")).isFalse();
    // Land fills the first chunk of each array with a fill value: it is not stored.
    assertThat(storage.head(GridRun.PREFIX + "/sst/0.0.0")).isEmpty();
    assertThat(storage.head(GridRun.PREFIX + "/flag/0.0.0")).isPresent();
    assertThat(result.plan().drift().stream().map(Drift::action).toList())
        .contains("flipped", "transposed", "filled");
  }

  @Test
  void oneByOneEqualsOneShotByteForByte() {
    SortedMap<String, String> expected = oneShot();
    Storage storage = store();
    for (Path file : series()) {
      on(storage).run(List.of(file));
    }
    assertThat(GridRun.objects(storage)).isEqualTo(expected);
  }

  @Test
  void anyOrderOfArrivalAnyShardsAndWorkersGiveTheSameBytes() {
    SortedMap<String, String> expected = oneShot();
    Random random = new Random(7);
    for (int round = 0; round < 5; round++) {
      List<Path> shuffled = new ArrayList<>(series());
      Collections.shuffle(shuffled, random);
      Storage storage = store();
      new GridRun(CONTRACT, storage, 1 + round % 3, 1 + round).run(shuffled);
      assertThat(GridRun.objects(storage)).as("round " + round).isEqualTo(expected);
    }
  }

  @Test
  void aSecondRunWritesNothing() {
    Storage storage = store();
    on(storage).run(series());
    Mortal.Life counting = Mortal.Life.whole();
    GridRun.Result again = on(mortal(storage, counting)).run(series());
    assertThat(again.plan()).isInstanceOf(GridPlan.NothingToDo.class);
    assertThat(again.of("e.nc")).isInstanceOf(ItemPlan.Unchanged.class);
    assertThat(counting.done()).isZero();
  }

  @Test
  void aKillAtAnyWriteOfANewStoreShowsNothingOrAllAndTheNextRunCompletes() {
    killEverywhere(0);
  }

  @Test
  void aKillAtAnyWriteOfAnAppendShowsOldOrNewAndTheNextRunCompletes() {
    killEverywhere(4);
  }

  private void killEverywhere(int before) {
    List<Path> files = series();
    Storage plain = store();
    if (before > 0) {
      on(plain).run(files.subList(0, before));
    }
    String old = visible(plain);
    Mortal.Life counting = Mortal.Life.whole();
    new GridRun(CONTRACT, mortal(plain, counting), 1, 2).run(files);
    String done = visible(plain);
    SortedMap<String, String> expected = GridRun.objects(plain);
    assertThat(counting.done()).isGreaterThan(20);
    for (int n = 1; n <= counting.done(); n += n < counting.done() - 4 ? 3 : 1) {
      Storage storage = store();
      if (before > 0) {
        on(storage).run(files.subList(0, before));
      }
      boolean after = n % 2 == 0;
      Storage dying = mortal(storage, dying(after ? n : n - 1, after));
      assertThatThrownBy(() -> new GridRun(CONTRACT, dying, 1, 2).run(files))
          .isInstanceOf(Temporary.class);
      assertThat(visible(storage)).as("killed at " + n).isIn(old, done);
      on(storage).run(files);
      assertThat(GridRun.objects(storage)).as("completed after " + n).isEqualTo(expected);
    }
  }

  private static Storage mortal(Storage storage, Mortal.Life life) {
    return Mortal.of(Storage.class, storage, life);
  }

  private static Mortal.Life dying(int writes, boolean after) {
    return new Mortal.Life(
        writes, after, () -> new Temporary("store", "killed after write " + writes, "", ""));
  }

  /// What a reader of the consolidated metadata sees.
  private static String visible(Storage storage) {
    StringBuilder seen = new StringBuilder();
    ZarrStore.open(storage, GridRun.PREFIX)
        .ifPresent(store -> {
          for (ZarrArray array : store.arrays()) {
            seen.append(array.layout());
            seen.append(
                array.layout().type() == DataType.STRING
                    ? String.join(",", array.readText())
                    : GridContract.sha256(array.readAll()));
          }
        });
    return GridContract.sha256(seen.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void leftOversOfALongerRunVanish() {
    List<Path> files = series();
    Storage storage = store();
    on(storage).run(files.subList(0, 4));
    Storage dying = mortal(storage, dying(29, false));
    assertThatThrownBy(() -> new GridRun(CONTRACT, dying, 1, 1).run(files))
        .isInstanceOf(Temporary.class);
    on(storage).run(files.subList(0, 5));
    Storage clean = store();
    on(clean).run(files.subList(0, 5));
    assertThat(GridRun.objects(storage)).isEqualTo(GridRun.objects(clean));
  }
}
