package rimrep.pipeline.step;

import java.util.List;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Json;

/// Publishes the dataset's pygeoapi entry, or says why pygeoapi cannot serve it.
final class PublishPygeoapiStep implements Step {
  private final Site site;

  PublishPygeoapiStep(Site site) {
    this.site = site;
  }

  @Override
  public StepName name() {
    return StepName.PUBLISH_PYGEOAPI;
  }

  @Override
  public List<StepName> reads() {
    return List.of(StepName.COMPLETE);
  }

  @Override
  public boolean standsWhenResumed() {
    return false;
  }

  @Override
  public Outcome run(StepContext context) {
    CompletePackage complete = CompleteStep.read(context);
    PublishedVersion.requirePublished(site.stores().of(complete.access()), complete);
    PygeoapiPublishing.Result result = new PygeoapiPublishing(site).publish(complete);
    String reason =
        result.reasons().isEmpty()
            ? "pygeoapi serves it"
            : "not served by pygeoapi: " + String.join("; ", result.reasons());
    var output = Json.mapper().valueToTree(result.reasons());
    return result.changed() ? Outcome.changed(reason, output) : Outcome.unchanged(reason, output);
  }
}
