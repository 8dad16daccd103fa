package rimrep.pipeline.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.step.Decision;
import rimrep.pipeline.step.StepName;

/// The plans there are. `ingest` is the data workflow and then, unless that failed, the metadata
/// workflow: a dataset whose data are unchanged may still have a new title.
public final class Plans {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration HOURS = Duration.ofHours(4);

  public static final Plan DATA =
      new Plan(
          "data",
          "Brings new source items of a dataset into its Zarr or GeoParquet.",
          List.of(
              single(
                  StepName.DISCOVER,
                  List.of(),
                  Optional.empty(),
                  RetryClass.SOURCE,
                  Profile.LEDGER),
              new Node.Single(
                  StepName.FETCH,
                  List.of(StepName.DISCOVER),
                  changed(StepName.DISCOVER),
                  RetryClass.SOURCE,
                  HOURS,
                  Profile.FETCH),
              new Node.Single(
                  StepName.PLAN,
                  List.of(StepName.DISCOVER, StepName.FETCH),
                  changed(StepName.DISCOVER),
                  RetryClass.INTERNAL,
                  HOURS,
                  Profile.FETCH),
              new Node.FanOut(
                  StepName.CONVERT,
                  StepName.PLAN,
                  List.of(StepName.PLAN),
                  changed(StepName.PLAN),
                  RetryClass.INTERNAL,
                  HOURS,
                  Profile.CONVERT),
              new Node.Single(
                  StepName.COMMIT,
                  List.of(StepName.PLAN, StepName.CONVERT),
                  changed(StepName.PLAN),
                  RetryClass.INTERNAL,
                  HOURS,
                  Profile.CONVERT),
              new Node.Single(
                  StepName.MEASURE,
                  List.of(StepName.PLAN, StepName.COMMIT),
                  changed(StepName.PLAN),
                  RetryClass.INTERNAL,
                  HOURS,
                  Profile.CONVERT)),
          Duration.ofHours(12));

  public static final Plan METADATA =
      new Plan(
          "metadata",
          "Completes the data package of a dataset and publishes what is made from it.",
          List.of(
              single(
                  StepName.HARVEST, List.of(), Optional.empty(), RetryClass.SOURCE, Profile.SMALL),
              single(
                  StepName.COMPLETE,
                  List.of(StepName.HARVEST),
                  Optional.empty(),
                  RetryClass.INTERNAL,
                  Profile.CONVERT),
              publish(StepName.PUBLISH_DATAPACKAGE, List.of(StepName.COMPLETE), Profile.LEDGER),
              publish(
                  StepName.PUBLISH_STAC,
                  List.of(StepName.COMPLETE, StepName.PUBLISH_DATAPACKAGE),
                  Profile.SMALL),
              publish(
                  StepName.PUBLISH_PYGEOAPI,
                  List.of(StepName.COMPLETE, StepName.PUBLISH_DATAPACKAGE),
                  Profile.SMALL)),
          Duration.ofHours(2));

  private Plans() {}

  private static Node publish(StepName step, List<StepName> after, Profile profile) {
    return single(step, after, Optional.empty(), RetryClass.INTERNAL, profile);
  }

  private static Node single(
      StepName step,
      List<StepName> after,
      Optional<Node.When> when,
      RetryClass retry,
      Profile profile) {
    return new Node.Single(step, after, when, retry, QUARTER, profile);
  }

  private static Optional<Node.When> changed(StepName step) {
    return Optional.of(new Node.When(step, Decision.CHANGED));
  }
}
