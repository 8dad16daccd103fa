package rimrep.pipeline.workflow.argo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
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
