package rimrep.pipeline.step;

import java.util.List;
import java.util.Optional;

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

  /// Why a finished run of it no longer stands though its input is the same; empty if it does.
  default Optional<String> lapsed(StepContext context) {
    return Optional.empty();
  }

  /// Does the work. Throws {@link rimrep.pipeline.failure.Failure} if it cannot be done.
  Outcome run(StepContext context);
}
