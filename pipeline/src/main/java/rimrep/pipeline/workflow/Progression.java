package rimrep.pipeline.workflow;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.StepName;

/// What may run next: a pure function of the plan, the states of its nodes and what they decided.
///
/// @param states by step; every node of the plan has one
/// @param decisions of the nodes that succeeded
public record Progression(
    Plan plan, Map<StepName, NodeState> states, Map<StepName, Decision> decisions) {
  public static Progression start(Plan plan) {
    Map<StepName, NodeState> states = new EnumMap<>(StepName.class);
    plan.nodes().forEach(n -> states.put(n.step(), NodeState.WAITING));
    return new Progression(plan, states, Map.of()).settle();
  }

  /// The same with one node in another state, and all that follows from it.
  public Progression with(StepName step, NodeState state, Optional<Decision> decision) {
    Map<StepName, NodeState> next = new EnumMap<>(states);
    next.put(step, state);
    Map<StepName, Decision> decided = new EnumMap<>(StepName.class);
    decided.putAll(decisions);
    decision.ifPresent(d -> decided.put(step, d));
    return new Progression(plan, next, decided).settle();
  }

  /// Whether a node waits for nothing any more.
  public boolean ready(StepName step) {
    return states.get(step) == NodeState.WAITING
        && plan.node(step).after().stream().allMatch(s -> states.get(s) == NodeState.SUCCEEDED);
  }

  public boolean ended() {
    return states.values().stream().allMatch(NodeState::ended);
  }

  public boolean failed() {
    return states.containsValue(NodeState.FAILED);
  }

  private Progression settle() {
    Map<StepName, NodeState> settled = new EnumMap<>(states);
    for (Node node : plan.nodes()) {
      if (settled.get(node.step()) == NodeState.WAITING) {
        settled.put(node.step(), settle(node, settled));
      }
    }
    return new Progression(plan, settled, decisions);
  }

  private NodeState settle(Node node, Map<StepName, NodeState> settled) {
    if (node.when().isPresent()) {
      Node.When when = node.when().get();
      Decision decision = decisions.get(when.step());
      if (settled.get(when.step()) == NodeState.SUCCEEDED && decision != when.decision()) {
        return NodeState.SKIPPED;
      }
    }
    for (StepName needed : node.after()) {
      NodeState state = settled.get(needed);
      if (state == NodeState.SKIPPED) {
        return NodeState.SKIPPED;
      }
      if (state == NodeState.FAILED || state == NodeState.OMITTED) {
        return NodeState.OMITTED;
      }
    }
    return NodeState.WAITING;
  }
}
