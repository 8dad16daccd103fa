package rimrep.pipeline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.failure.BadInput;
import rimrep.testing.GoldenFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class CompletionTest {
  private static final Instant LATER = SamplePackages.NOW.plusSeconds(86400);

  @Test
  void keepsThePublicContractOfPublishedRFunctions() {
    CompletePackage grid = SamplePackages.grid();
    assertThat(CanonicalJson.text(grid.at("/spatial/bbox"))).isEqualTo("[142,-25,155,-9]");
    assertThat(grid.text("/temporal/start_datetime")).hasValue("2024-06-01T12:00:00Z");
    assertThat(SamplePackages.table().text("/temporal/start_datetime"))
        .hasValue("2020-01-01T00:00:00Z");
  }

  @Test
  void equalContentIsUnchangedWhateverTheTimeAndTheSoftware() {
    CompletePackage first = SamplePackages.grid();
    Measured again = remeasured(SamplePackages.gridMeasured(), LATER, "rimrep 0.2.0");
    Completion.Result result =
        Completion.complete(
            SamplePackages.gridDefinition(), Optional.empty(), again, Optional.of(first), LATER);
    assertThat(result).isInstanceOf(Completion.Result.Unchanged.class);
    assertThat(result.complete()).isSameAs(first);
  }

  @Test
  void changedTitleIsANewPackage() {
    DatasetDefinition definition = SamplePackages.gridDefinition();
    definition.curated().put("title", "Another");
    Completion.Result result =
        Completion.complete(
            definition,
            Optional.empty(),
            SamplePackages.gridMeasured(),
            Optional.of(SamplePackages.grid()),
            LATER);
    assertThat(result).isInstanceOf(Completion.Result.Changed.class);
    assertThat(result.complete().completed()).isEqualTo("2024-07-03T03:04:05Z");
  }

  @Test
  void harvestedFillsWhatIsOpenAndDifferencesAreListed() {
    DatasetDefinition definition = SamplePackages.gridDefinition();
    definition.curated().remove("keywords");
    definition.curated().withObject("/processing").remove("lineage");
    ObjectNode harvested =
        SamplePackages.object(
            """
            {"title": "Provider's title", "keywords": ["heat", "reef"], "access": "sensitive",
             "processing": {"lineage": "Provider's lineage"}}
            """);
    Completion.Result result =
        Completion.complete(
            definition,
            Optional.of(harvested),
            SamplePackages.gridMeasured(),
            Optional.empty(),
            LATER);
    CompletePackage complete = result.complete();
    assertThat(complete.title()).isEqualTo("Demo degree heating weeks, daily");
    assertThat(complete.texts("/keywords")).containsExactly("heat", "reef");
    assertThat(complete.access()).isEqualTo(Access.PUBLIC);
    assertThat(complete.text("/processing/lineage")).hasValue("Provider's lineage");
    assertThat(complete.text("/provenance/~1processing~1lineage")).hasValue("harvested");
    assertThat(complete.text("/provenance/~1processing")).hasValue("curated");
    assertThat(result.reviews()).extracting(ReviewItem::pointer).containsExactly("/title");
  }

  @Test
  void everyMemberHasAnOrigin() {
    for (CompletePackage complete :
        new CompletePackage[] {SamplePackages.grid(), SamplePackages.limited()}) {
      Deque<String> members = new ArrayDeque<>(complete.document().propertyNames());
      assertThat(members)
          .allSatisfy(
              name -> assertThat(complete.at("/provenance").has("/" + name)).as(name).isTrue());
      assertThat(complete.at("/provenance").propertyNames())
          .allSatisfy(
              pointer -> assertThat(complete.at(pointer).isMissingNode()).as(pointer).isFalse());
    }
  }

  @Test
  void measuredFactsOutsideTheExpectationAreShownAllAtOnce() {
    DatasetDefinition definition = SamplePackages.gridDefinition();
    definition
        .curated()
        .set(
            "expect",
            SamplePackages.object(
                """
                {"bbox": [143, -25, 155, -9], "time": {"start": "2024-06-02"},
                 "variables": {"dhw": {"max": 20}, "sst": {}}}
                """));
    assertThatThrownBy(() -> SamplePackages.complete(definition, SamplePackages.gridMeasured()))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("[142.0, -25.0, 155.0, -9.0]")
        .hasMessageContaining("[143.0, -25.0, 155.0, -9.0]")
        .hasMessageContaining("first time 2024-06-01T12:00:00Z")
        .hasMessageContaining("dhw to 24.7")
        .hasMessageContaining("variable sst none");
  }

  @Test
  void refusesFactsWrittenByHandAndLimitedWithoutRoles() {
    DatasetDefinition facts = SamplePackages.gridDefinition();
    facts.curated().put("spatial", "everywhere");
    assertThatThrownBy(() -> SamplePackages.complete(facts, SamplePackages.gridMeasured()))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("/spatial");
    DatasetDefinition limited = SamplePackages.limitedDefinition();
    limited.curated().remove("roles");
    assertThatThrownBy(() -> SamplePackages.complete(limited, SamplePackages.tableMeasured()))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("/roles");
  }

  @Test
  void dataWithoutTimeNeedACreatedDate() {
    Measured timeless = withoutTime(SamplePackages.tableMeasured());
    DatasetDefinition definition = SamplePackages.tableDefinition();
    assertThatThrownBy(() -> SamplePackages.complete(definition, timeless))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("/created");
    definition.curated().put("created", "2024-01-01T00:00:00Z");
    assertThat(SamplePackages.complete(definition, timeless).at("/temporal").isMissingNode())
        .isTrue();
  }

  @Test
  void completePackagesAreAsKept() {
    for (CompletePackage complete :
        new CompletePackage[] {
          SamplePackages.grid(), SamplePackages.table(), SamplePackages.limited()
        }) {
      GoldenFile.of("pipeline", "dataset/" + complete.id() + "-datapackage.json")
          .matches(new String(complete.bytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void readsBackWhatItWrote() {
    for (CompletePackage complete :
        new CompletePackage[] {
          SamplePackages.grid(), SamplePackages.table(), SamplePackages.limited()
        }) {
      CompletePackage read = CompletePackage.parse(complete.bytes(), "datapackage.json");
      assertThat(read).isEqualTo(complete);
      assertThat(read.bytes()).isEqualTo(complete.bytes());
      assertThat(read.measured().of()).isEqualTo(complete.measured().of());
      assertThat(read.measured().time()).isEqualTo(complete.measured().time());
      assertThat(CanonicalJson.text(node(read.measured())))
          .isEqualTo(CanonicalJson.text(node(complete.measured())));
    }
    assertThat(SamplePackages.table().measured().objects()).hasSize(1);
    assertThat(SamplePackages.grid().objectCount()).isEqualTo(2);
  }

  @Test
  void refusesNewerFormatsAndChangedDocuments() {
    ObjectNode newer = SamplePackages.grid().document().put("formatVersion", 2);
    assertThatThrownBy(() -> parse(newer))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("format version 2");
    ObjectNode changed = SamplePackages.grid().document().put("title", "Forged");
    assertThatThrownBy(() -> parse(changed)).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> CompletePackage.parse("<html>".getBytes(StandardCharsets.UTF_8), "x"))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> parse(SamplePackages.object("{}"))).isInstanceOf(BadInput.class);
  }

  private static CompletePackage parse(ObjectNode node) {
    return CompletePackage.parse(CanonicalJson.bytes(node), "demo/datapackage.json");
  }

  private static JsonNode node(Measured measured) {
    return Json.mapper().valueToTree(measured);
  }

  private static Measured remeasured(Measured m, Instant at, String by) {
    return new Measured(
        at,
        by,
        m.of(),
        m.bbox(),
        m.footprint(),
        m.time(),
        m.dimensions(),
        m.variables(),
        m.rows(),
        m.bytes(),
        m.objects(),
        m.breaches(),
        m.sources());
  }

  private static Measured withoutTime(Measured m) {
    return new Measured(
        m.at(),
        m.by(),
        m.of(),
        m.bbox(),
        m.footprint(),
        Optional.empty(),
        m.dimensions(),
        m.variables(),
        m.rows(),
        m.bytes(),
        m.objects(),
        m.breaches(),
        m.sources());
  }
}
