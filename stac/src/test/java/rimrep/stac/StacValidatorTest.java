package rimrep.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rimrep.stac.StacValidator.UnknownExtensions;
import tools.jackson.databind.node.ObjectNode;

class StacValidatorTest {

  private final StacValidator validator = new StacValidator(UnknownExtensions.REFUSE);

  @Test
  void acceptsAnItemAndACollection() {
    assertThat(validator.validate(Item.parse(Samples.ITEM))).isEmpty();
    assertThat(validator.validate(Collection.parse(Samples.COLLECTION))).isEmpty();
  }

  @Test
  void reportsAllProblemsAtOnceAndNamesTheObject() {
    List<String> problems =
        item(json -> {
          json.putArray("bbox").add(1).add(2).add(3).add(4).add(5);
          ((ObjectNode) json.get("properties")).put("created", "2024-06-30");
          ((ObjectNode) json.at("/assets/data")).remove("href");
          json.remove("stac_version");
        });
    assertThat(problems)
        .hasSizeGreaterThanOrEqualTo(4)
        .allMatch(p -> p.startsWith("Item[id=demo-dhw]: "))
        .anyMatch(p -> p.contains("/bbox"))
        .anyMatch(p -> p.contains("/properties/created"))
        .anyMatch(p -> p.contains("/assets/data") && p.contains("href"))
        .anyMatch(p -> p.contains("stac_version"));
  }

  @Test
  void requiresDatetimeNullBesideStartAndEnd() {
    assertThat(item(json -> ((ObjectNode) json.get("properties")).remove("datetime")))
        .anyMatch(p -> p.contains("/properties") && p.contains("datetime"));
    assertThat(item(json -> ((ObjectNode) json.get("properties")).remove("end_datetime")))
        .anyMatch(p -> p.contains("end_datetime"));
  }

  @Test
  void refusesAnIntervalThatEndsBeforeItStarts() {
    assertThat(
            item(json ->
                ((ObjectNode) json.get("properties"))
                    .put("start_datetime", "2025-01-01T00:00:00Z")))
        .anyMatch(p -> p.contains("after its end"));
  }

  @Test
  void requiresACollectionLinkWithACollection() {
    assertThat(item(json -> json.putArray("links"))).anyMatch(p -> p.contains("/links"));
    assertThat(item(json -> json.remove("collection"))).anyMatch(p -> p.contains("/links"));
  }

  @Test
  void refusesAnOpenRingAndABoxUpsideDown() {
    assertThat(
            item(json ->
                json.set(
                    "geometry",
                    StacJson.parse(
                        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,1]]]}"))))
        .anyMatch(p -> p.contains("/geometry/coordinates/0") && p.contains("closed ring"));
    assertThat(item(json -> json.putArray("bbox").add(1).add(9).add(3).add(4)))
        .anyMatch(p -> p.contains("/bbox") && p.contains("north"));
  }

  @Test
  void acceptsABoxAcross180AndAGeometryNull() {
    assertThat(item(json -> json.putArray("bbox").add(57).add(-9).add(-175).add(4))).isEmpty();
    assertThat(
            item(json -> {
              json.putNull("geometry");
              json.remove("bbox");
            }))
        .isEmpty();
    assertThat(item(json -> json.remove("bbox"))).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "DATACUBE", mode = EnumSource.Mode.EXCLUDE)
  void refusesAnExtensionListedWithoutOneOfItsFields(Extension extension) {
    assertThat(item(json -> json.putArray("stac_extensions").add(extension.url())))
        .anyMatch(p -> p.contains("/stac_extensions/0") && p.contains("none of its fields"));
  }

  @Test
  void refusesAnUnknownExtensionUnlessToldToAcceptIt() {
    String url = "https://stac-extensions.github.io/eo/v2.0.0/schema.json";
    assertThat(item(json -> json.putArray("stac_extensions").add(url)))
        .anyMatch(p -> p.contains("unknown extension"));
    ObjectNode json = StacJson.parse(Samples.ITEM);
    json.putArray("stac_extensions").add(url);
    assertThat(new StacValidator(UnknownExtensions.ACCEPT).validate(new Item(json))).isEmpty();
  }

  @Test
  void checksFieldsOfExtensionsInPropertiesAndAssets() {
    assertThat(
            item(json -> {
              json.putArray("stac_extensions")
                  .add(Extension.DATACUBE.url())
                  .add(Extension.FILE.url())
                  .add(Extension.PROJECTION.url());
              ((ObjectNode) json.at("/properties/cube:dimensions/lat")).remove("extent");
              ((ObjectNode) json.at("/assets/data"))
                  .put("file:size", -1)
                  .put("file:checksum", "xyz");
              ((ObjectNode) json.get("properties")).put("proj:epsg", 4326);
            }))
        .anyMatch(p -> p.contains("/properties/cube:dimensions/lat") && p.contains("extent"))
        .anyMatch(p -> p.contains("/assets/data/file:size"))
        .anyMatch(p -> p.contains("/assets/data/file:checksum"))
        .anyMatch(p -> p.contains("proj:epsg"));
  }

  @Test
  void checksACollection() {
    ObjectNode json = StacJson.parse(Samples.COLLECTION);
    json.remove("license");
    ((ObjectNode) json.get("extent")).remove("temporal");
    json.putArray("stac_extensions").add(Extension.DATACUBE.url());
    assertThat(validator.validate(new Collection(json)))
        .extracting(Problem::toString)
        .anyMatch(p -> p.startsWith("Collection[id=demo]: ") && p.contains("license"))
        .anyMatch(p -> p.contains("/extent") && p.contains("temporal"))
        .anyMatch(p -> p.contains("none of its fields"));
  }

  @Test
  void refusesWhatIsNoStacObject() {
    assertThatThrownBy(() -> StacObject.parse("{\"type\":\"Catalog\",\"id\":\"x\"}"))
        .isInstanceOf(StacFormatException.class)
        .hasMessageContaining("/type");
    assertThatThrownBy(() -> Item.parse("{\"type\":\"Feature\""))
        .isInstanceOf(StacFormatException.class)
        .hasMessageContaining("line 1");
    assertThatThrownBy(() -> Item.parse("{\"type\":\"Feature\",\"id\":\"a\",\"id\":\"b\"}"))
        .isInstanceOf(StacFormatException.class)
        .hasMessageContaining("uplicate");
    assertThatThrownBy(() -> Item.parse("[]"))
        .isInstanceOf(StacFormatException.class)
        .hasMessageContaining("array");
  }

  @Test
  void keepsMemberOrderNullsForeignMembersAndNumberSpelling() {
    String text =
        "{\"type\":\"Feature\",\"zz\":null,\"id\":\"a\",\"n\":[1.0,1,-0.50,12345678901234567890.125],\"a\":{}}";
    assertThat(Item.parse(text).text()).isEqualTo(text);
  }

  private List<String> item(java.util.function.Consumer<ObjectNode> change) {
    ObjectNode json = StacJson.parse(Samples.ITEM);
    change.accept(json);
    return validator.validate(new Item(json)).stream().map(Problem::toString).toList();
  }
}
