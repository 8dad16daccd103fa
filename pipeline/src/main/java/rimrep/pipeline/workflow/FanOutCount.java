package rimrep.pipeline.workflow;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import rimrep.pipeline.step.StepName;

/// Counts down the shards of the nodes that run. Used by the engine's one owning thread only.
final class FanOutCount {
  private final Map<StepName, Integer> open = new EnumMap<>(StepName.class);
  private final Set<StepName> broken = EnumSet.noneOf(StepName.class);

  void begin(StepName step, int shards) {
    open.put(step, shards);
  }

  /// @return whether this was the node's last shard
  boolean end(StepName step, boolean done) {
    if (!done) {
      broken.add(step);
    }
    return open.merge(step, -1, Integer::sum) == 0;
  }

  boolean allDone(StepName step) {
    return !broken.contains(step);
  }
}
