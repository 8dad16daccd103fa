package rimrep.pipeline.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.StepName;

/// A place in a plan where a step runs.
public sealed interface Node {
  /// The step, which also names the node.
  StepName step();

  /// What must have succeeded before; a skipped or failed one does not count.
  List<StepName> after();

  /// When it runs; otherwise it is skipped, and so is all behind it.
  Optional<When> when();

  RetryClass retry();

  /// Longest time of one attempt.
  Duration limit();

  Profile profile();

  /// A condition: an earlier step decided this word. There is nothing else a condition can be.
  record When(StepName step, Decision decision) {}

  /// Runs once.
  record Single(
      StepName step,
      List<StepName> after,
      Optional<When> when,
      RetryClass retry,
      Duration limit,
      Profile profile)
      implements Node {}

  /// Runs once per shard; `shardsOf` is the step that says how many.
  record FanOut(
      StepName step,
      StepName shardsOf,
      List<StepName> after,
      Optional<When> when,
      RetryClass retry,
      Duration limit,
      Profile profile)
      implements Node {}
}
