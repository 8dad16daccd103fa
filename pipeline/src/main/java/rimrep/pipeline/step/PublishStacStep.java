package rimrep.pipeline.step;

import java.util.List;
import rimrep.pipeline.dataset.CompletePackage;
import tools.jackson.databind.node.JsonNodeFactory;

/// Publishes the dataset's Item and its Collection.
final class PublishStacStep implements Step {
  private final Site site;

  PublishStacStep(Site site) {
    this.site = site;
  }

  @Override
  public StepName name() {
    return StepName.PUBLISH_STAC;
  }

  @Override
  public List<StepName> reads() {
    return List.of(StepName.COMPLETE);
  }

  /// The database is a cache that may have been lost: it is asked each time.
  @Override
  public boolean standsWhenResumed() {
    return false;
  }

  @Override
  public Outcome run(StepContext context) {
    CompletePackage complete = CompleteStep.read(context);
    PublishedVersion.requirePublished(site.stores().of(complete.access()), complete);
    boolean changed = new StacPublishing(site).publish(complete);
    var output = JsonNodeFactory.instance.stringNode(complete.collection() + "/" + complete.id());
    return changed
        ? Outcome.changed("the STAC API has the new documents", output)
        : Outcome.unchanged("the STAC API has these documents", output);
  }
}
