package rimrep.pipeline.workflow.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.pipeline.dataset.Access;
import rimrep.pipeline.dataset.CollectionId;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.Ingest;
import rimrep.pipeline.failure.BadConfiguration;
import rimrep.pipeline.workflow.argo.ArgoManifests.Scheduled;

class ArgoManifestsTest {
  private static final ArgoManifests ARGO = new ArgoManifests("rimrep:1", NodeSize.ORDINARY);

  private static Scheduled dataset(String id, Access access) {
    return new Scheduled(
        new DatasetId(id),
        new CollectionId("reef"),
        access,
        Optional.of(new Ingest.Schedule("0 18 * * *", "UTC")));
  }

  /// Account by step, of a rendered template.
  private static List<String> accounts(String template) {
    return Pattern.compile("- name: \"([a-z-]+)\"\n    serviceAccountName: \"([^\"]+)\"")
        .matcher(template)
        .results()
        .map((MatchResult m) -> m.group(1) + " " + m.group(2))
        .toList();
  }

  @Test
  void aStepThatWritesDataRunsUnderTheAccountOfItsStoreAndNoOtherDoes() {
    SortedMap<String, String> files = ARGO.render(List.of());
    String store = "rimrep-{{inputs.parameters.store}}";
    assertThat(accounts(files.getOrDefault("templates/rimrep-data.yaml", "")))
        .containsExactly(
            "discover rimrep-source",
            "fetch rimrep-source",
            "plan rimrep-artifacts",
            "convert " + store,
            "commit " + store,
            "measure rimrep-artifacts");
    assertThat(accounts(files.getOrDefault("templates/rimrep-metadata.yaml", "")))
        .containsExactly(
            "harvest rimrep-source",
            "complete rimrep-artifacts",
            "publish-datapackage " + store,
            "publish-stac rimrep-publish",
            "publish-pygeoapi rimrep-publish");
  }

  @Test
  void theStoreOfADatasetFollowsFromItsAccess() {
    SortedMap<String, String> files =
        ARGO.render(List.of(dataset("open", Access.PUBLIC), dataset("closed", Access.LIMITED)));
    assertThat(files.get("datasets/open.yaml")).contains("name: \"store\"", "value: \"public\"");
    assertThat(files.get("datasets/closed.yaml")).contains("name: \"store\"", "value: \"private\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rimrep-freshness", "twice"})
  void refusesTwoObjectsOfOneName(String id) {
    List<Scheduled> datasets = List.of(dataset("twice", Access.PUBLIC), dataset(id, Access.PUBLIC));
    assertThatThrownBy(() -> ARGO.render(datasets))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("'" + id + "'");
  }

  @Test
  void aThousandDatasetsAreAThousandSmallObjects() {
    SortedMap<String, String> files =
        ARGO.render(
            IntStream.range(0, 1000)
                .mapToObj(i -> dataset("reef-temperature-" + i, Access.PUBLIC))
                .toList());
    assertThat(files).hasSize(1005);
    assertThat(files.values())
        .allSatisfy(
            text -> assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThan(32 * 1024));
  }
}
