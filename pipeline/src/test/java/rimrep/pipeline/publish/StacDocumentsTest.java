package rimrep.pipeline.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.SamplePackages;
import rimrep.stac.StacObject;
import rimrep.stac.StacValidator;
import rimrep.testing.GoldenFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StacDocumentsTest {
  private static final CollectionId DEMO = new CollectionId("demo");
  private static final StacValidator VALIDATOR =
      new StacValidator(StacValidator.UnknownExtensions.REFUSE);

  @Test
  void itemsAreValidAndAsKept() {
    for (CompletePackage complete : samples()) {
      check(complete, PublishSamples.LOCAL, "local");
      check(complete, PublishSamples.CLOUD, "cloud");
    }
  }

  private static void check(CompletePackage complete, Endpoints endpoints, String where) {
    StacItemDocument document = StacItemDocument.of(complete, endpoints);
    assertValid(document.item());
    matches(complete.id() + "-item-" + where + ".json", document.bytes());
  }

  @Test
  void collectionIsValidAndAsKeptWhateverTheOrder() {
    StacCollectionDocument document =
        StacCollectionDocument.of(DEMO, samples(), PublishSamples.LOCAL);
    assertValid(document.collection());
    matches("demo-collection.json", document.bytes());
    List<CompletePackage> reversed = new ArrayList<>(samples());
    Collections.reverse(reversed);
    assertThat(StacCollectionDocument.of(DEMO, reversed, PublishSamples.LOCAL).bytes())
        .isEqualTo(document.bytes());
  }

  @Test
  void regeneratesIdenticalBytesFromThePackagesAlone() {
    List<CompletePackage> read =
        samples().stream().map(p -> CompletePackage.parse(p.bytes(), "kept")).toList();
    for (int i = 0; i < read.size(); i++) {
      assertThat(StacItemDocument.of(read.get(i), PublishSamples.CLOUD).bytes())
          .isEqualTo(StacItemDocument.of(samples().get(i), PublishSamples.CLOUD).bytes());
      assertThat(entry(read.get(i))).isEqualTo(entry(samples().get(i)));
    }
    assertThat(StacCollectionDocument.of(DEMO, read, PublishSamples.CLOUD).bytes())
        .isEqualTo(StacCollectionDocument.of(DEMO, samples(), PublishSamples.CLOUD).bytes());
  }

  private static String entry(CompletePackage complete) {
    return switch (PygeoapiEntry.of(complete, PublishSamples.CLOUD)) {
      case PygeoapiEntry.Entry entry -> new String(entry.bytes(), StandardCharsets.UTF_8);
      case PygeoapiEntry.NotServable none -> none.reasons().toString();
    };
  }

  @Test
  void limitedItemNamesTheGatewayOnlyAndWithoutOneHasNoAssets() {
    ObjectNode cloud = item(SamplePackages.limited(), PublishSamples.CLOUD);
    assertThat(cloud.at("/assets/data/href").stringValue())
        .isEqualTo("https://data.example.org/limited/demo-secret/data.parquet/part-0.parquet");
    assertThat(cloud.at("/assets/data/auth:refs").toString()).isEqualTo("[\"gateway\"]");
    assertThat(cloud.toString()).doesNotContain("s3://");
    assertThat(item(SamplePackages.limited(), PublishSamples.LOCAL).at("/assets").isEmpty())
        .isTrue();
  }

  @Test
  void hiddenDatasetsLeaveNoTraceInTheirCollection() {
    List<CompletePackage> visible = List.of(SamplePackages.grid(), SamplePackages.table());
    assertThat(StacCollectionDocument.of(DEMO, samples(), PublishSamples.LOCAL).bytes())
        .isEqualTo(StacCollectionDocument.of(DEMO, visible, PublishSamples.LOCAL).bytes());
    JsonNode onlyHidden =
        StacCollectionDocument.of(DEMO, List.of(SamplePackages.limited()), PublishSamples.LOCAL)
            .collection()
            .json();
    assertThat(onlyHidden.path("rimrep:access").stringValue()).isEqualTo("limited");
    assertThat(onlyHidden.at("/extent/spatial/bbox").toString()).contains("-180");
  }

  @Test
  void exactlyOneDescribedbyLinkLeadsToTheDataApi() {
    List<JsonNode> links =
        item(SamplePackages.grid(), PublishSamples.LOCAL)
            .path("links")
            .valueStream()
            .filter(link -> "describedby".equals(link.path("rel").stringValue()))
            .toList();
    assertThat(links).hasSize(1);
    assertThat(links.getFirst().path("title").stringValue()).isEqualTo("Link to Data API");
    assertThat(links.getFirst().path("href").stringValue())
        .isEqualTo("http://localhost:5000/collections/demo-dhw");
  }

  @Test
  void timelessDataWithoutAPlaceAreValidToo() {
    DatasetDefinition definition = SamplePackages.tableDefinition();
    definition.curated().put("created", "2024-01-01T10:00:00+10:00");
    CompletePackage complete =
        SamplePackages.complete(
            definition, SamplePackages.nowhereAndNever(SamplePackages.tableMeasured()));
    StacItemDocument document = StacItemDocument.of(complete, PublishSamples.LOCAL);
    assertValid(document.item());
    assertThat(document.item().json().at("/properties/datetime").stringValue())
        .isEqualTo("2024-01-01T00:00:00Z");
    assertValid(
        StacCollectionDocument.of(DEMO, List.of(complete), PublishSamples.LOCAL).collection());
  }

  @Test
  void severalFilesOverHttpAreAnAssetEach() {
    CompletePackage complete =
        SamplePackages.complete(
            SamplePackages.tableDefinition(),
            SamplePackages.inTwoFiles(SamplePackages.tableMeasured()));
    ObjectNode item = item(complete, PublishSamples.LOCAL);
    assertThat(item.at("/assets").propertyNames())
        .containsExactlyInAnyOrder("data", "data-part-1", "data-part-2", "metadata");
  }

  private static List<CompletePackage> samples() {
    return List.of(SamplePackages.grid(), SamplePackages.table(), SamplePackages.limited());
  }

  private static ObjectNode item(CompletePackage complete, Endpoints endpoints) {
    return StacItemDocument.of(complete, endpoints).item().json();
  }

  private static void assertValid(StacObject object) {
    assertThat(VALIDATOR.validate(object)).isEmpty();
  }

  private static void matches(String name, byte[] bytes) {
    GoldenFile.of("pipeline", "publish/" + name).matches(new String(bytes, StandardCharsets.UTF_8));
  }
}
