package rimrep.pipeline.step;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// All steps, made for a site.
public final class Steps {
  private Steps() {}

  public static Map<StepName, Step> all(Site site) {
    Map<StepName, Step> steps = new EnumMap<>(StepName.class);
    for (Step step :
        List.of(
            new DiscoverStep(site),
            new FetchStep(site),
            new PlanStep(site),
            new ConvertStep(site),
            new CommitStep(site),
            new MeasureStep(site),
            new HarvestStep(site),
            new CompleteStep(site),
            new PublishDatapackageStep(site),
            new PublishStacStep(site),
            new PublishPygeoapiStep(site))) {
      steps.put(step.name(), step);
    }
    return steps;
  }
}
