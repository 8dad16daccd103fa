package rimrep.pipeline.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.CanonicalJson;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.SamplePackages;

class AreaTest {
  @Test
  void boxAcross180HasWestGreaterThanEast() {
    assertThat(Area.normalised(new BoundingBox(57, -60, 185, 10)))
        .containsExactly(57.0, -60.0, -175.0, 10.0);
    assertThat(Area.normalised(new BoundingBox(170, -5, 180, 5)))
        .containsExactly(170.0, -5.0, 180.0, 5.0);
    assertThat(Area.normalised(new BoundingBox(180, -5, 190, 5)))
        .containsExactly(-180.0, -5.0, -170.0, 5.0);
    assertThat(Area.normalised(new BoundingBox(0, -90.25, 360, 90.25)))
        .containsExactly(-180.0, -90.0, 180.0, 90.0);
    assertThat(Area.normalised(new BoundingBox(180, 1, 180, 1)))
        .containsExactly(180.0, 1.0, 180.0, 1.0);
  }

  @Test
  void footprintAcross180IsCutInTwo() {
    assertThat(geometry(new BoundingBox(170, -20, 190, -10)))
        .contains("\"MultiPolygon\"")
        .contains("[-180,-20],[-170,-20],[-170,-10],[-180,-10],[-180,-20]")
        .contains("[170,-20],[180,-20],[180,-10],[170,-10],[170,-20]");
  }

  @Test
  void theWholeEarthFromZeroIsOnePolygon() {
    assertThat(geometry(new BoundingBox(0, -90.5, 360, 90.5)))
        .contains("\"Polygon\"")
        .contains("[-180,-90]")
        .contains("[180,90]");
  }

  @Test
  void ringsRunCounterClockwise() {
    assertThat(geometry(new BoundingBox(142, -25, 155, -9)))
        .isEqualTo(
            "{\"coordinates\":[[[142,-25],[155,-25],[155,-9],[142,-9],[142,-25]]],"
                + "\"type\":\"Polygon\"}");
  }

  @Test
  void oneSiteIsAPoint() {
    assertThat(geometry(new BoundingBox(146, -19, 146, -19)))
        .isEqualTo("{\"coordinates\":[146,-19],\"type\":\"Point\"}");
  }

  @Test
  void theSmallestBoxAroundAllMayCross180() {
    assertThat(
            Area.around(
                List.of(new BoundingBox(170, 0, 175, 1), new BoundingBox(-175, -1, -170, 0))))
        .containsExactly(170.0, -1.0, -170.0, 1.0);
    assertThat(
            Area.around(
                List.of(new BoundingBox(57, -60, 185, 10), new BoundingBox(142, -25, 155, -9))))
        .containsExactly(57.0, -60.0, -175.0, 10.0);
    assertThat(Area.around(List.of(new BoundingBox(0, 0, 10, 1), new BoundingBox(350, 0, 360, 1))))
        .containsExactly(-10.0, 0.0, 10.0, 1.0);
    assertThat(Area.around(List.of(new BoundingBox(170, 0, 180, 1))))
        .containsExactly(170.0, 0.0, 180.0, 1.0);
    assertThat(Area.around(List.of())).containsExactly(-180.0, -90.0, 180.0, 90.0);
  }

  private static String geometry(BoundingBox box) {
    DatasetDefinition definition = SamplePackages.gridDefinition();
    definition.curated().remove("expect");
    CompletePackage complete =
        SamplePackages.complete(definition, SamplePackages.in(box, SamplePackages.gridMeasured()));
    return CanonicalJson.text(Area.of(complete).orElseThrow().geometry());
  }
}
