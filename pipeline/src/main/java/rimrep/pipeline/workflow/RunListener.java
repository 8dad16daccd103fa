package rimrep.pipeline.workflow;

import java.time.Duration;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;

/// Hears what a run does: for the terminal, for the log.
public interface RunListener {
  void started(RunRecord run);

  void stepStarted(StepName step, int shard, int attempt);

  void stepEnded(StepName step, int shard, StepRecord record);

  /// A step did not succeed and is tried again after a pause.
  void retry(StepName step, int shard, StepRecord record, Duration pause);

  void progress(StepName step, int shard, String unit, long done, long total);

  void decided(StepName step, int shard, String what, String reason);

  void ended(RunRecord run);
}
