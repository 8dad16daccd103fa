package rimrep.pipeline.workflow.argo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rimrep.pipeline.failure.BadConfiguration;

class AdmissionTest {
  private static void check(String kind, String name, String label) {
    Map<String, Object> metadata = Map.of("name", name, "labels", Map.of("rimrep.io/plan", label));
    Admission.check("x.yaml", Map.of("kind", kind, "metadata", metadata), "text");
  }

  @Test
  void takesWhatKubernetesTakes() {
    assertThatCode(() -> check("CronWorkflow", "a".repeat(52), "ingest"))
        .doesNotThrowAnyException();
    assertThatCode(() -> check("WorkflowTemplate", "a".repeat(63), "")).doesNotThrowAnyException();
  }

  @Test
  void refusesANameThatIsTooLongForItsKind() {
    assertThatThrownBy(() -> check("CronWorkflow", "a".repeat(53), "ingest"))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("at most 52");
    assertThatThrownBy(() -> check("WorkflowTemplate", "Reef", "ingest"))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("'Reef'");
  }

  @Test
  void refusesANameThatEndsInAHyphenUnlessTheServerCompletesIt() {
    assertThatThrownBy(() -> check("CronWorkflow", "demo-", "ingest"))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("'demo-'");
    Map<String, Object> generated = Map.of("metadata", Map.of("generateName", "demo-"));
    assertThatCode(() -> Admission.check("x.yaml", generated, "")).doesNotThrowAnyException();
    Map<String, Object> longer = Map.of("metadata", Map.of("generateName", "a".repeat(59)));
    assertThatThrownBy(() -> Admission.check("x.yaml", longer, ""))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("at most 58");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_", "a b", "-a", "a/b", "é", "64"})
  void refusesALabelWithCharactersThatAreNotTaken(String label) {
    String value = label.equals("64") ? "a".repeat(64) : label;
    assertThatThrownBy(() -> check("CronWorkflow", "demo", value))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("rimrep.io/plan=" + value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b/c", "/a", "Reef.org/a", "a b", "reef.org/"})
  void refusesAKeyOfALabelThatIsNoName(String key) {
    Map<String, Object> metadata = Map.of("name", "x", "labels", Map.of(key, "y"));
    assertThatThrownBy(() -> Admission.check("x.yaml", Map.of("metadata", metadata), ""))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("key " + key);
  }

  @Test
  void refusesMoreAnnotationsThanAnObjectHolds() {
    Map<String, Object> metadata =
        Map.of("name", "x", "annotations", Map.of("a", "x".repeat(256 * 1024)));
    assertThatThrownBy(() -> Admission.check("x.yaml", Map.of("metadata", metadata), ""))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("bytes of annotations");
  }

  @Test
  void refusesALabelAtAnyDepth() {
    Map<String, Object> spec = Map.of("podMetadata", Map.of("labels", Map.of("a", "ends-with-")));
    Map<String, Object> document = Map.of("metadata", Map.of("name", "x"), "spec", spec);
    assertThatThrownBy(() -> Admission.check("x.yaml", document, ""))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("a=ends-with-");
  }

  @Test
  void refusesAManifestThatEtcdWouldNotTake() {
    Map<String, Object> document = Map.of("metadata", Map.of("name", "x"));
    assertThatThrownBy(() -> Admission.check("x.yaml", document, "x".repeat(2 << 20)))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining("bytes");
  }
}
