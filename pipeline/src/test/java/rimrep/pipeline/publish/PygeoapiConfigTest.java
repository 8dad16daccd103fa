package rimrep.pipeline.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.dataset.BoundingBox;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.SamplePackages;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.testing.GoldenFile;

class PygeoapiConfigTest {
  private static final PygeoapiConfig.Owner OWNER =
      new PygeoapiConfig.Owner(
          "Demo catalogue",
          "Made-up data",
          List.of("reef"),
          "Demo Reef Office",
          "data@example.org",
          "https://example.org");

  @Test
  void configurationIsAsKept() {
    SortedMap<DatasetId, byte[]> entries = new TreeMap<>();
    for (CompletePackage complete : List.of(SamplePackages.table(), SamplePackages.grid())) {
      entries.put(complete.id(), entry(complete, PublishSamples.LOCAL).bytes());
    }
    PygeoapiConfig.Merged merged =
        PygeoapiConfig.merge(PygeoapiConfig.header(OWNER, PublishSamples.LOCAL), entries);
    assertThat(merged.quarantined()).isEmpty();
    GoldenFile.of("pipeline", "publish/config-pygeoapi.yaml").matches(text(merged.file()));
    GoldenFile.of("pipeline", "publish/demo-dhw-pygeoapi-cloud.yaml")
        .matches(text(entry(SamplePackages.grid(), PublishSamples.CLOUD).bytes()));
  }

  @Test
  void featuresAreIdentifiedByFidWhateverTheContractCallsAnId() {
    DatasetDefinition definition = SamplePackages.tableDefinition();
    ((tools.jackson.databind.node.ObjectNode) definition.schema().at("/fields/0"))
        .put("role", "id");
    CompletePackage complete = SamplePackages.complete(definition, SamplePackages.tableMeasured());
    assertThat(text(entry(complete, PublishSamples.LOCAL).bytes())).contains("id_field: \"fid\"");
  }

  @Test
  void limitedDatasetsAreNotServable() {
    assertThat(PygeoapiEntry.of(SamplePackages.limited(), PublishSamples.CLOUD))
        .isInstanceOfSatisfying(
            PygeoapiEntry.NotServable.class,
            none -> assertThat(none.reasons()).singleElement().asString().contains("limited"));
  }

  @Test
  void breachesAndVariablesOfTheEnvironmentAreNamed() {
    DatasetDefinition definition = SamplePackages.gridDefinition();
    definition.curated().put("description", "See ${AWS_SECRET_ACCESS_KEY}");
    CompletePackage complete =
        SamplePackages.complete(
            definition,
            SamplePackages.breached(SamplePackages.gridMeasured(), "variable dhw has no unit"));
    PygeoapiEntry.NotServable none =
        (PygeoapiEntry.NotServable) PygeoapiEntry.of(complete, PublishSamples.LOCAL);
    assertThat(none.reasons())
        .containsExactly(
            "variable dhw has no unit",
            "/description contains ${, which pygeoapi would fill from its environment");
    assertThat(
            StacItemDocument.of(complete, PublishSamples.LOCAL)
                .item()
                .json()
                .path("links")
                .toString())
        .doesNotContain("describedby");
  }

  @Test
  void aBadEntryIsQuarantinedAndTheOthersServed() {
    SortedMap<DatasetId, byte[]> entries = new TreeMap<>();
    entries.put(
        new DatasetId("demo-dhw"), entry(SamplePackages.grid(), PublishSamples.LOCAL).bytes());
    entries.put(
        new DatasetId("evil"), bytes("evil: {type: collection, providers: [{name: os.system}]}"));
    entries.put(new DatasetId("broken"), bytes("broken: [\n"));
    entries.put(new DatasetId("empty"), bytes("empty: {}"));
    entries.put(new DatasetId("other"), bytes("demo-dhw: {}"));
    PygeoapiConfig.Merged merged =
        PygeoapiConfig.merge(PygeoapiConfig.header(OWNER, PublishSamples.LOCAL), entries);
    assertThat(merged.quarantined())
        .extracting(q -> q.id().value())
        .containsExactly("broken", "empty", "evil", "other");
    assertThat(merged.quarantined().get(2).reasons())
        .contains("/providers: 'os.system' is neither xarray nor Parquet");
    assertThat(text(merged.file())).contains("demo-dhw:").doesNotContain("evil");
  }

  @Test
  void headersWithVariablesAreRefused() {
    assertThatThrownBy(
            () -> PygeoapiConfig.merge(bytes("server: {url: \"${HOME}\"}"), new TreeMap<>()))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("/server/url");
  }

  @Test
  void textsStayTextsAndNumbersNumbers() {
    byte[] yaml =
        Yaml.bytes(
            SamplePackages.object(
                "{\"no\": \"no\", \"a\": \"1e3\", \"t\": \"\\u2028\\u007f é\","
                    + " \"n\": [1e21, -4e-7, 2.5], \"e\": {}, \"l\": [], \"x\": null}"));
    assertThat(text(yaml))
        .isEqualTo(
            """
            "no": "no"
            a: "1e3"
            t: "\\u2028\\u007f é"
            "n": [1.0e+21, -4.0e-7, 2.5]
            e: {}
            l: []
            x: null
            """);
  }

  @Test
  void extentsKeepTheDatasOwnLongitudes() {
    DatasetDefinition definition = SamplePackages.gridDefinition();
    definition.curated().remove("expect");
    CompletePackage complete =
        SamplePackages.complete(
            definition,
            SamplePackages.in(new BoundingBox(57, -60, 185, 10), SamplePackages.gridMeasured()));
    assertThat(text(entry(complete, PublishSamples.LOCAL).bytes())).contains("[57, -60, 185, 10]");
  }

  private static PygeoapiEntry.Entry entry(CompletePackage complete, Endpoints endpoints) {
    return (PygeoapiEntry.Entry) PygeoapiEntry.of(complete, endpoints);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
