package rimrep.pipeline.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.catalog.Catalog;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.dataset.SamplePackages;
import rimrep.stac.StacValidator;

/// The sample catalogue's own words, with made-up facts.
class SampleCatalogueTest {
  private static final StacValidator VALIDATOR =
      new StacValidator(StacValidator.UnknownExtensions.REFUSE);

  @Test
  void everyDatasetAndCollectionGivesValidDocuments() {
    List<CompletePackage> packages = packages();
    assertThat(packages).hasSizeGreaterThanOrEqualTo(5);
    for (CompletePackage complete : packages) {
      StacItemDocument item = StacItemDocument.of(complete, PublishSamples.LOCAL);
      assertThat(VALIDATOR.validate(item.item())).isEmpty();
      assertThat(item.item().json().at("/properties/providers").isEmpty()).isFalse();
      assertThat(item.item().json().at("/properties/themes").isEmpty()).isFalse();
      CollectionId collection = complete.collection();
      List<CompletePackage> members =
          packages.stream().filter(p -> p.collection().equals(collection)).toList();
      assertThat(
              VALIDATOR.validate(
                  StacCollectionDocument.of(collection, members, PublishSamples.LOCAL)
                      .collection()))
          .isEmpty();
    }
  }

  @Test
  void nothingOfTheLimitedDatasetIsInPublicDocuments() {
    List<CompletePackage> packages = packages();
    CompletePackage limited =
        packages.stream().filter(p -> p.access() == Access.LIMITED).findFirst().orElseThrow();
    List<CompletePackage> members =
        packages.stream().filter(p -> p.collection().equals(limited.collection())).toList();
    byte[] collection =
        StacCollectionDocument.of(limited.collection(), members, PublishSamples.LOCAL).bytes();
    assertThat(new String(collection, StandardCharsets.UTF_8)).doesNotContain("quokkamarker");
    assertThat(PygeoapiEntry.of(limited, PublishSamples.LOCAL).toString())
        .doesNotContain("quokkamarker");
  }

  private static List<CompletePackage> packages() {
    Path folder = Path.of(System.getProperty("rimrep.root"), "catalog");
    return Catalog.open(folder).datasets().stream().map(SampleCatalogueTest::complete).toList();
  }

  private static CompletePackage complete(DatasetDefinition definition) {
    definition.curated().remove("expect");
    if (!definition.curated().has("keywords")) {
      definition.curated().putArray("keywords").add("harvested");
    }
    return SamplePackages.complete(
        definition,
        definition.kind() == Kind.GRID
            ? SamplePackages.gridMeasured()
            : SamplePackages.tableMeasured());
  }
}
