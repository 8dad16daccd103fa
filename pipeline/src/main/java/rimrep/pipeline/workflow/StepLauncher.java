package rimrep.pipeline.workflow;

import rimrep.pipeline.step.StepContext;
import rimrep.pipeline.step.StepName;
import rimrep.pipeline.step.StepRecord;

/// Runs one attempt of one step: in this process, or as a process of its own as a container would.
public interface StepLauncher {
  StepRecord launch(StepName step, StepContext context);
}
