package rimrep.pipeline.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.StepName;

class PlanTest {
  private static Node node(StepName step, List<StepName> after, Optional<Node.When> when) {
    return new Node.Single(
        step, after, when, RetryClass.NEVER, Duration.ofMinutes(1), Profile.SMALL);
  }

  @Test
  void refusesANodeThatWaitsForALaterOne() {
    assertThatThrownBy(() ->
            new Plan(
                "x",
                "",
                List.of(node(StepName.FETCH, List.of(StepName.DISCOVER), Optional.empty())),
                Duration.ofHours(1)))
        .hasMessageContaining("fetch comes after discover");
  }

  @Test
  void refusesAPublishingStepWithoutACheckBeforeIt() {
    assertThatThrownBy(() ->
            new Plan(
                "x",
                "",
                List.of(node(StepName.PUBLISH_STAC, List.of(), Optional.empty())),
                Duration.ofHours(1)))
        .hasMessageContaining("publishes without a check");
  }

  @Test
  void refusesAConditionOnAStepItDoesNotWaitFor() {
    assertThatThrownBy(() ->
            new Plan(
                "x",
                "",
                List.of(
                    node(
                        StepName.FETCH,
                        List.of(),
                        Optional.of(new Node.When(StepName.DISCOVER, Decision.CHANGED)))),
                Duration.ofHours(1)))
        .hasMessageContaining("without waiting");
  }

  @Test
  void retriesOnlyTheExitCodesOfItsClass() {
    for (int code : new int[] {0, 64, 65, 70, 78, 124}) {
      for (RetryClass retry : RetryClass.values()) {
        assertThat(retry.retries(code)).as("%s %d", retry, code).isFalse();
      }
    }
    assertThat(RetryClass.SOURCE.retries(69)).isTrue();
    assertThat(RetryClass.SOURCE.retries(75)).isTrue();
    assertThat(RetryClass.INTERNAL.retries(69)).isFalse();
    assertThat(RetryClass.INTERNAL.retries(75)).isTrue();
  }

  @Test
  void doublesThePauseUpToItsCap() {
    assertThat(RetryClass.INTERNAL.pause(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(RetryClass.INTERNAL.pause(3)).isEqualTo(Duration.ofSeconds(40));
    assertThat(RetryClass.INTERNAL.pause(30)).isEqualTo(Duration.ofMinutes(5));
  }
}
