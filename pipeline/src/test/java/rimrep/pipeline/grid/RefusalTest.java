package rimrep.pipeline.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.Bug;
import rimrep.pipeline.storage.Storage;

class RefusalTest {
  @TempDir Path folder;
  private Storage storage;
  private SortedMap<String, String> before;

  @BeforeEach
  void storeTwoHours() {
    storage = new MemoryStorage();
    run(write("a", SmallGrid.hours(10)), write("b", SmallGrid.hours(11)));
    before = GridRun.objects(storage);
  }

  private Path write(String name, SmallGrid grid) {
    return grid.write(folder.resolve(name + ".nc"));
  }

  private GridRun.Result run(Path... files) {
    GridContract contract = GridRun.contract(SmallGrid.SCHEMA, SmallGrid.SECTION);
    return new GridRun(contract, storage, 2, 1).run(List.of(files));
  }

  private String refused(SmallGrid grid) {
    String message = run(write("x", grid)).rejection("x.nc");
    assertThat(GridRun.objects(storage)).isEqualTo(before);
    return message;
  }

  @Test
  void refusesAFileBeforeTheEndOfTheStore() {
    assertThat(refused(SmallGrid.hours(9)))
        .startsWith("x.nc: step 2020-01-01T09:00:00Z")
        .contains("inserting is not supported yet");
  }

  @Test
  void refusesOtherValuesForAStoredStep() {
    assertThat(refused(SmallGrid.hours(11).changed(1)))
        .startsWith("x.nc, variable sst: other values for the stored step 2020-01-01T11:00:00Z");
  }

  @Test
  void takesAStoredStepWithEqualValuesAsUnchanged() {
    assertThat(run(write("x", SmallGrid.hours(11).flipped())).of("x.nc"))
        .isInstanceOf(ItemPlan.Unchanged.class);
  }

  @Test
  void refusesAnotherGridWithTheLargestDifference() {
    assertThat(refused(SmallGrid.hours(12).shifted(0.1)))
        .startsWith("x.nc, variable lat: coordinates")
        .contains("largest difference 0.1", "another grid");
  }

  @Test
  void refusesAnUnknownDimension() {
    assertThat(refused(SmallGrid.hours(12).latitudeCalled("rows")))
        .isEqualTo(
            "x.nc, dimension lat: absent; expected 9 cells as in the store: another grid;"
                + " take it in as another dataset, or ask the provider");
  }

  @Test
  void refusesAnotherPacking() {
    assertThat(refused(SmallGrid.hours(12).scaled(0.02)))
        .startsWith("x.nc, variable sst: scale_factor 0.02")
        .contains("scale_factor 0.01");
  }

  @Test
  void refusesAnotherUnit() {
    assertThat(refused(SmallGrid.hours(12).units("kelvin")))
        .startsWith("x.nc, variable sst: units 'kelvin'; expected units 'degree_Celsius'");
  }

  @Test
  void refusesATimeThatLiesBetweenTheSeconds() {
    assertThat(refused(SmallGrid.hours(12).late(0.25)))
        .startsWith("x.nc, variable time: step 0 lies 0.25");
    assertThat(run(write("y", SmallGrid.hours(12).late(0.0004))).commit()).isPresent();
  }

  @Test
  void refusesTwoFilesWithOtherValuesForOneStepAndNamesBoth() {
    GridRun.Result result =
        run(
            write("x", SmallGrid.hours(12)),
            write("y", SmallGrid.hours(12).changed(1)),
            write("z", SmallGrid.hours(13)));
    assertThat(result.rejection("x.nc")).contains("x.nc", "than in y.nc");
    assertThat(result.rejection("y.nc")).contains("y.nc", "than in x.nc");
    assertThat(result.commit().orElseThrow().steps()).isEqualTo(3);
  }

  @Test
  void takesTwoFilesWithEqualStepsOnce() {
    GridRun.Result result =
        run(write("x", SmallGrid.hours(12)), write("y", SmallGrid.hours(12).flipped()));
    assertThat(result.commit().orElseThrow().steps()).isEqualTo(3);
    assertThat(
            result.plan().items().stream().filter(i -> i.judgement() instanceof ItemPlan.Unchanged))
        .hasSize(1);
  }

  @Test
  void refusesToCommitAFailedCheck() {
    GridContract contract = GridRun.contract(SmallGrid.SCHEMA, SmallGrid.SECTION);
    GridConversion conversion =
        new GridConversion(GridResources.ofThisMachine(), GridProgress.none());
    Path file = write("x", SmallGrid.hours(12));
    GridPlan.Changes plan =
        (GridPlan.Changes)
            conversion.plan(
                contract,
                ZarrStore.open(storage, GridRun.PREFIX),
                List.of(new GridInput(GridRun.item(file), GridRun::open)),
                1);
    ShardReport good = conversion.convert(plan, 0, GridRun::open, storage, GridRun.PREFIX);
    ShardReport bad =
        new ShardReport(
            good.plan(),
            0,
            good.arrays(),
            good.written(),
            0,
            good.counted(),
            List.of("sst: read 1, stored 2"));
    assertThatThrownBy(() -> conversion.commit(plan, List.of(bad), storage, GridRun.PREFIX))
        .isInstanceOf(Bug.class)
        .hasMessageContaining("sst: read 1, stored 2");
    assertThatThrownBy(() -> conversion.commit(plan, List.of(), storage, GridRun.PREFIX))
        .isInstanceOf(Bug.class);
    GridCommitReport first = conversion.commit(plan, List.of(good), storage, GridRun.PREFIX);
    assertThat(first.alreadyDone()).isFalse();
    assertThat(conversion.commit(plan, List.of(good), storage, GridRun.PREFIX).alreadyDone())
        .isTrue();
  }

  @Test
  void refusesChunksThatTheHeapCannotHold() {
    GridConversion conversion =
        new GridConversion(GridResources.ofThisMachine(), GridProgress.none());
    Path file = write("x", SmallGrid.hours(12));
    GridPlan.Changes plan =
        (GridPlan.Changes)
            conversion.plan(
                GridRun.contract(SmallGrid.SCHEMA, SmallGrid.SECTION),
                Optional.empty(),
                List.of(new GridInput(GridRun.item(file), GridRun::open)),
                1);
    ChunkMemory.require(plan, 1 << 20);
    assertThatThrownBy(() -> ChunkMemory.require(plan, 300))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("grid: chunks: variable sst: chunks of [3, 4, 5] cells, 1 MiB each")
        .hasMessageContaining("expected at most 1 MiB each in a heap of 1 MiB")
        .hasMessageContaining("RIMREP_JAVA_OPTS");
  }

  @Test
  void refusesAChangedLayoutOfAStoreThatExists() {
    GridContract other =
        GridRun.contract(SmallGrid.SCHEMA, SmallGrid.SECTION.replace("\"time\": 3", "\"time\": 4"));
    assertThatThrownBy(
            () -> new GridRun(other, storage, 1, 1).run(List.of(write("x", SmallGrid.hours(12)))))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("chunks of 3 along time; expected chunks of 4");
  }

  @Test
  void refusesANumberThatReadersOfItsDocumentsWouldRound() {
    String schema = SmallGrid.SCHEMA.replace("\"int16\",", "\"int64\", \"nodata\": NODATA,");
    assertThatThrownBy(() ->
            GridRun.contract(schema.replace("NODATA", "9223372036854775807"), SmallGrid.SECTION))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("nodata: 9223372036854775807; expected a number that every JSON")
        .hasMessageContaining("leave it out");
    for (String kept : List.of("-9223372036854775808", "9007199254740992", "\"-inf\"")) {
      GridRun.contract(schema.replace("NODATA", kept), SmallGrid.SECTION);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"zarr": 3}                           | grid: not supported yet: zarr: 3
          {"shards": {"time": 4}}               | grid: not supported yet: shards
          {"bbox": [1, 2, 3, 4]}                | grid: not supported yet: bbox
          {"raw_check": true}                   | grid: not supported yet: raw_check
          {"codec": "source"}                   | grid: codec: 'source' is not supported yet
          {"codec": "blosc-lz4"}                | grid: codec: 'blosc-lz4' is not supported yet
          {"packing": "unpack"}                 | grid: not supported yet: packing
          {"latitude": "ascending"}             | grid: not supported yet: latitude
          {"chunk": {}}                         | grid: unknown key 'chunk'
          {"append": "t"}                       | grid: append: 't' is no dimension
          {"chunks": {"depth": 3}}              | grid: chunks: depth: 3
          {"time": {"overlap": "newest"}}       | grid: time: not supported yet: overlap
          {"time": {"slots": "P1D"}}            | grid: time: not supported yet: slots
          {"time": {"units": "months since 2000-01-01"}} | grid: time, units
          {"drift": {"packing": "repack"}}      | grid: drift: not supported yet: packing
          {"drift": {"static": "last"}}         | grid: drift, static: 'last'
          {"variables": {"select": ["sst"]}}    | grid: variables: not supported yet: select
          """)
  void refusesSettingsByName(String section, String message) {
    assertThatThrownBy(() -> GridRun.contract(SmallGrid.SCHEMA, section))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageStartingWith(message);
  }
}
