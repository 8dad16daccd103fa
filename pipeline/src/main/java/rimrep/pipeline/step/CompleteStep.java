package rimrep.pipeline.step;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.CanonicalJson;
import rimrep.pipeline.dataset.CompletePackage;
import rimrep.pipeline.dataset.Completion;
import rimrep.pipeline.dataset.DatasetDefinition;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Kind;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.dataset.Measured;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.storage.Storage;
import rimrep.pipeline.storage.StoredObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Merges what a person knows, what was harvested and what was measured into the complete package.
final class CompleteStep implements Step {
  private final Site site;

  CompleteStep(Site site) {
    this.site = site;
  }

  @Override
  public StepName name() {
    return StepName.COMPLETE;
  }

  @Override
  public List<StepName> reads() {
    return List.of(StepName.MEASURE, StepName.HARVEST);
  }

  /// The catalogue and the store are not steps, so it looks at both each time.
  @Override
  public boolean standsWhenResumed() {
    return false;
  }

  @Override
  public Outcome run(StepContext context) {
    DatasetDefinition definition = site.definition(context.dataset());
    Ledgers.Read ledger = new Ledgers(site.stores().artifacts()).read(context.dataset());
    AccessCheck.check(definition, ledger, site);
    Optional<ObjectNode> harvested =
        context.run().output(StepName.HARVEST, 0) instanceof ObjectNode record
            ? Optional.of(record)
            : Optional.empty();
    PublishedVersion.note(site, definition, context.run());
    Completion.Result result =
        complete(definition, harvested, ledger.ledger(), Optional.of(context));
    JsonNode output = result.complete().document();
    String reviews =
        result.reviews().isEmpty()
            ? ""
            : "; the harvested record differs in "
                + String.join(", ", result.reviews().stream().map(r -> r.pointer()).toList());
    return switch (result) {
      case Completion.Result.Unchanged unchanged ->
          Outcome.unchanged("the package is as published" + reviews, output);
      case Completion.Result.Changed changed ->
          Outcome.changed("the package is new" + reviews, output);
    };
  }

  /// @param run where this run's measurement may be
  Completion.Result complete(
      DatasetDefinition definition,
      Optional<ObjectNode> harvested,
      Ledger ledger,
      Optional<StepContext> run) {
    Optional<CompletePackage> previous =
        new CompletePackages(site.stores()).find(definition.id(), definition.access());
    Measured measured = measured(definition, ledger, previous, run);
    return Completion.complete(definition, harvested, measured, previous, site.clock().instant());
  }

  private Measured measured(
      DatasetDefinition definition,
      Ledger ledger,
      Optional<CompletePackage> previous,
      Optional<StepContext> run) {
    Optional<Measured> now =
        run.flatMap(r -> r.run().record(StepName.MEASURE, 0))
            .filter(r -> r.result() == StepRecord.Result.DONE)
            .map(r -> run.get().run().output(StepName.MEASURE, 0, Measured.class));
    if (now.isPresent()) {
      return stillThere(now.get(), definition, ledger);
    }
    Optional<Measured> described =
        previous
            .filter(p -> describes(p.measured(), p.objectCount(), definition, ledger))
            .map(CompletePackage::measured);
    return described.orElseGet(() -> {
      requireData(definition, ledger);
      return MeasureStep.measure(definition, ledger, site);
    });
  }

  private Measured stillThere(Measured now, DatasetDefinition definition, Ledger ledger) {
    if (!describes(now, now.objects().size(), definition, ledger)) {
      throw new Temporary(
          "dataset " + definition.id(),
          "its data were changed by another run since this run measured them",
          "one run of a dataset at a time",
          "run it again");
    }
    return now;
  }

  /// Whether the facts of a package are those of the data that are there now: made of the same
  /// sources by the same contract, and the same objects. The package of a large store only counts
  /// its objects, so there number and sum of bytes must do.
  private boolean describes(
      Measured measured, long objectCount, DatasetDefinition definition, Ledger ledger) {
    if (!measured.sources().equals(SourceDigest.of(ledger, Room.of(definition, site).contract()))) {
      return false;
    }
    List<StoredObject> stored = data(definition);
    if (measured.objects().isEmpty()) {
      return stored.size() == objectCount
          && stored.stream().mapToLong(StoredObject::sizeBytes).sum() == measured.bytes();
    }
    String prefix = definition.id() + "/";
    return stored.stream()
        .map(o -> o.key().substring(prefix.length()) + " " + o.sizeBytes())
        .sorted()
        .toList()
        .equals(measured.objects().stream().map(o -> o.key() + " " + o.bytes()).sorted().toList());
  }

  private List<StoredObject> data(DatasetDefinition definition) {
    Storage store = site.stores().of(definition.access());
    return store.list(definition.id() + "/" + definition.kind().dataPath() + "/");
  }

  boolean hasData(DatasetDefinition definition) {
    return !data(definition).isEmpty();
  }

  private void requireData(DatasetDefinition definition, Ledger ledger) {
    if (hasData(definition)) {
      return;
    }
    String thing = "dataset " + definition.id();
    String expected = definition.kind() == Kind.GRID ? "at least one grid" : "at least one row";
    boolean away =
        !ledger.items().isEmpty()
            && ledger.items().values().stream().allMatch(e -> e.outcome() == ItemOutcome.FAILED);
    if (away) {
      throw new SourceUnavailable(
          thing,
          "no data: no item could be had",
          expected,
          "see the reasons above; run again later");
    }
    throw new BadInput(
        thing,
        "no data: every item was rejected or could not be had",
        expected,
        "see the reasons above, correct source or contract and run again");
  }

  /// The package as it will be stored: what is made from it in this run is, to the byte, what is
  /// made from the stored one later.
  static CompletePackage read(StepContext context) {
    JsonNode output = context.run().output(StepName.COMPLETE, 0);
    return CompletePackage.parse(
        CanonicalJson.bytes(output), context.run().prefix() + "/complete/output.json");
  }
}
