package rimrep.pipeline.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.StepName;

class ProgressionTest {
  private static final Set<StepName> VISIBLE =
      EnumSet.of(
          StepName.COMMIT,
          StepName.PUBLISH_DATAPACKAGE,
          StepName.PUBLISH_STAC,
          StepName.PUBLISH_PYGEOAPI);

  private static Progression drive(
      Plan plan, @Nullable StepName broken, NodeState state, Decision decision) {
    Progression at = Progression.start(plan);
    for (int i = 0; i < 20 && !at.ended(); i++) {
      for (Node node : plan.nodes()) {
        if (at.ready(node.step())) {
          NodeState end = node.step() == broken ? state : NodeState.SUCCEEDED;
          at =
              at.with(
                  node.step(),
                  end,
                  end == NodeState.SUCCEEDED ? Optional.of(decision) : Optional.empty());
        }
      }
    }
    return at;
  }

  @Test
  void runsEveryStepWhenEachSucceedsAndSomethingChanged() {
    for (Plan plan : new Plan[] {Plans.DATA, Plans.METADATA}) {
      Progression end = drive(plan, null, NodeState.SUCCEEDED, Decision.CHANGED);
      assertThat(end.states().values()).containsOnly(NodeState.SUCCEEDED);
    }
  }

  @Test
  void skipsAllBehindADiscoveryThatFoundNothingNew() {
    Progression end = drive(Plans.DATA, null, NodeState.SUCCEEDED, Decision.UNCHANGED);
    assertThat(end.states().get(StepName.DISCOVER)).isEqualTo(NodeState.SUCCEEDED);
    assertThat(end.states().get(StepName.FETCH)).isEqualTo(NodeState.SKIPPED);
    assertThat(end.states().get(StepName.CONVERT)).isEqualTo(NodeState.SKIPPED);
    assertThat(end.states().get(StepName.COMMIT)).isEqualTo(NodeState.SKIPPED);
    assertThat(end.failed()).isFalse();
  }

  /// Each plan × each step that does not succeed: nothing behind it becomes visible.
  @Test
  void publishesNothingBehindAStepThatDidNotSucceed() {
    for (Plan plan : new Plan[] {Plans.DATA, Plans.METADATA}) {
      for (Node node : plan.nodes()) {
        for (NodeState state :
            new NodeState[] {NodeState.FAILED, NodeState.SKIPPED, NodeState.OMITTED}) {
          Progression end = drive(plan, node.step(), state, Decision.CHANGED);
          assertThat(end.ended()).isTrue();
          for (Node later : plan.nodes()) {
            if (VISIBLE.contains(later.step()) && later.after().contains(node.step())) {
              assertThat(end.states().get(later.step()))
                  .as("%s behind %s %s", later.step(), node.step(), state)
                  .isIn(NodeState.OMITTED, NodeState.SKIPPED);
            }
          }
        }
      }
    }
  }
}
