package rimrep.pipeline.workflow;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rimrep.pipeline.step.StepName;

/// A workflow as data: the local engine runs it, `rimrep workflows render` writes it as Argo
/// manifests.
///
/// Nodes stand in an order in which they can run; building a plan refuses one that names a later or
/// unknown node, and one that publishes without a succeeded check before it.
public record Plan(String name, String description, List<Node> nodes, Duration limit) {
  /// Steps that make something visible to the public.
  private static final Set<StepName> VISIBLE =
      EnumSet.of(
          StepName.COMMIT,
          StepName.PUBLISH_DATAPACKAGE,
          StepName.PUBLISH_STAC,
          StepName.PUBLISH_PYGEOAPI);

  public Plan {
    nodes = List.copyOf(nodes);
    Set<StepName> seen = EnumSet.noneOf(StepName.class);
    for (Node node : nodes) {
      refuseUnknown(name, node, seen);
      if (VISIBLE.contains(node.step()) && node.after().isEmpty()) {
        throw new IllegalArgumentException(
            "plan " + name + ": " + node.step().word() + " publishes without a check before it");
      }
      if (!seen.add(node.step())) {
        throw new IllegalArgumentException("plan " + name + ": twice " + node.step().word());
      }
    }
  }

  private static void refuseUnknown(String plan, Node node, Set<StepName> seen) {
    for (StepName needed : node.after()) {
      if (!seen.contains(needed)) {
        throw new IllegalArgumentException(
            "plan %s: %s comes after %s, which is unknown or later"
                .formatted(plan, node.step().word(), needed.word()));
      }
    }
    if (node.when().isPresent() && !node.after().contains(node.when().get().step())) {
      throw new IllegalArgumentException(
          "plan %s: %s asks %s for its decision without waiting for it"
              .formatted(plan, node.step().word(), node.when().get().step().word()));
    }
  }

  public Node node(StepName step) {
    return nodes.stream().filter(n -> n.step() == step).findFirst().orElseThrow();
  }

  /// The nodes by step, in order.
  public Map<StepName, Node> byStep() {
    Map<StepName, Node> map = new LinkedHashMap<>();
    nodes.forEach(n -> map.put(n.step(), n));
    return map;
  }
}
