package rimrep.pipeline.step;

import java.util.List;

/// One step of a workflow. It can be run again at any time: what is done already is found and left
/// alone.
public interface Step {
  StepName name();

  /// The steps whose output it reads. A change in one of them makes it run again.
  List<StepName> reads();

  /// Whether a finished run of it stands when a run is resumed. A step that looks at the outside
  /// world looks again; if it sees the same, all behind it stands.
  default boolean standsWhenResumed() {
    return true;
  }

  /// Does the work. Throws {@link rimrep.pipeline.failure.Failure} if it cannot be done.
  Outcome run(StepContext context);
}
