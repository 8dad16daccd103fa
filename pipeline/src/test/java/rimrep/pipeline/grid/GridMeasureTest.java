package rimrep.pipeline.grid;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.measure.GridMeasure;
import rimrep.pipeline.storage.FolderStorage;
import rimrep.pipeline.storage.Storage;
import tools.jackson.databind.JsonNode;

class GridMeasureTest {
  @TempDir Path folder;

  private Measured measure(String schema, String section, String files) {
    Storage storage = new FolderStorage(folder);
    GridContract contract = GridRun.contract(schema, section);
    GridRun.Result run = new GridRun(contract, storage, 2, 1).run(RealFiles.files(files));
    Measured measured = measure(storage, contract, List.of());
    assertThat(text(measure(storage, contract, run.commit().orElseThrow().counted())))
        .as("the same with what was counted while it was stored")
        .isEqualTo(text(measured));
    assertThat(Json.bytes(GridRun.copy(measured, Measured.class))).isEqualTo(Json.bytes(measured));
    return measured;
  }

  private static Measured measure(
      Storage storage, GridContract contract, List<CountedChunks> counted) {
    return GridMeasure.measure(
        storage,
        "demo",
        contract,
        new Measured.SourceFacts(1, "1220"),
        counted,
        "test 1",
        Instant.EPOCH);
  }

  private static String text(Measured measured) {
    return Json.mapper().writeValueAsString(measured);
  }

  @Test
  void countsAgainWhatIsNotAsItWasStored() {
    Storage storage = new FolderStorage(folder);
    GridContract contract = GridRun.contract(SmallGrid.SCHEMA, SmallGrid.SECTION);
    List<CountedChunks> counted = new ArrayList<>();
    for (int[] hours : List.of(new int[] {0, 1, 2, 3}, new int[] {4, 5, 6, 7, 8})) {
      Path file = SmallGrid.hours(hours).write(folder.resolve(hours.length + ".nc"));
      GridRun.Result run = new GridRun(contract, storage, 2, 2).run(List.of(file));
      counted.addAll(run.commit().orElseThrow().counted());
    }
    assertThat(counted.stream().mapToInt(c -> c.digests().size()).sum()).isPositive();
    assertThat(text(measure(storage, contract, counted)))
        .isEqualTo(text(measure(storage, contract, List.of())));
    String chunk =
        counted.getLast().digests().keySet().stream()
            .filter(key -> key.startsWith("sst/"))
            .findFirst()
            .orElseThrow();
    storage.delete(GridRun.PREFIX + "/" + chunk);
    assertThat(text(measure(storage, contract, counted)))
        .isEqualTo(text(measure(storage, contract, List.of())));
  }

  @Test
  void describesGslaByItsStoredValues() {
    Measured measured = measure(RealFiles.GSLA, RealFiles.GSLA_GRID, "gsla");
    assertThat(measured.bbox()).contains(new BoundingBox(56.9, -60.1, 185.1, 10.1));
    assertThat(measured.time().orElseThrow().start()).isEqualTo("2011-09-01T00:00:00Z");
    assertThat(measured.time().orElseThrow().end()).isEqualTo("2024-01-01T00:00:00Z");
    assertThat(measured.dimensions().stream().map(d -> d.axis().orElse("")).toList())
        .containsExactly("t", "y", "x");
    assertThat(measured.dimensions().get(2).step()).contains(0.2);
    Measured.VariableFacts gsla = requireNonNull(measured.variables().get("GSLA"));
    assertThat(gsla.valid()).isEqualTo(2 * 200245);
    assertThat(gsla.missing()).isEqualTo(2 * 24746);
    assertThat(gsla.min().orElseThrow()).isEqualTo(-5641 * 0.00015259487586406848);
    assertThat(gsla.max().orElseThrow()).isEqualTo(6067 * 0.00015259487586406848);
    assertThat(measured.breaches()).isEmpty();
    JsonNode footprint = measured.footprint().orElseThrow();
    assertThat(footprint.path("type").asString()).isIn("Polygon", "MultiPolygon");
    assertThat(footprint.toString().length()).isLessThan(9000);
    assertThat(measured.objects().getFirst().key()).isEqualTo("data.zarr/.zattrs");
    assertThat(measured.of()).startsWith("1220").hasSize(68);
  }

  @Test
  void namesWhatPygeoapiCannotServeOfACurvilinearGrid() {
    Measured measured = measure(RealFiles.TURQ, "{\"append\": \"TIME\"}", "radar-turq");
    assertThat(measured.breaches())
        .containsExactly(
            "Latitude and longitude have two dimensions; pygeoapi serves 1-D axes only.");
    assertThat(measured.time().orElseThrow().step()).isEqualTo("PT1H");
    BoundingBox bbox = measured.bbox().orElseThrow();
    assertThat(bbox.west()).isBetween(112.0, 112.1237434);
    assertThat(bbox.north()).isBetween(-29.3070009, -29.2);
    assertThat(requireNonNull(measured.variables().get("UCUR")).valid())
        .isEqualTo(1468 + 1530 + 1526);
  }

  @Test
  void describesAGridWithoutTime() {
    Measured measured = measure(RealFiles.DHW, "{}", "dhw-max");
    assertThat(measured.bbox()).contains(new BoundingBox(140.0, -26.0, 160.0, -8.5));
    assertThat(measured.time()).isEmpty();
    assertThat(requireNonNull(measured.variables().get("DHWmax")).valid()).isEqualTo(98552);
    assertThat(measured.dimensions().getFirst().step()).contains(-0.05);
  }
}
