package rimrep.pipeline.grid;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import java.util.SortedSet;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.failure.Problem;
import tools.jackson.databind.node.ObjectNode;

/// What the plan decided about one item.
public record ItemPlan(FetchedItem item, Judgement judgement) {

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "judgement")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = Unchanged.class, name = "unchanged"),
    @JsonSubTypes.Type(value = Rejected.class, name = "rejected")
  })
  public sealed interface Judgement {}

  /// @param stepsIn steps of the file along the append dimension; 0 for a one-shot dataset
  /// @param stepsOut those that become new steps of the store
  /// @param reversed dimensions that run the other way than in the store
  /// @param first first time of the file, ISO text
  public record Accepted(
      int stepsIn,
      int stepsOut,
      SortedSet<String> reversed,
      Optional<String> first,
      Optional<String> last)
      implements Judgement {}

  /// All its steps are there already, with equal values.
  public record Unchanged(int steps, String reason) implements Judgement {}

  public record Rejected(Problem problem) implements Judgement {}

  /// The item's line of the conversion report.
  public ItemReport report() {
    ObjectNode detail = Json.mapper().createObjectNode();
    Optional<String> reason = Optional.empty();
    Optional<String> kind = Optional.empty();
    ItemOutcome outcome;
    switch (judgement) {
      case Accepted a -> {
        outcome = ItemOutcome.INGESTED;
        detail.put("stepsIn", a.stepsIn()).put("stepsOut", a.stepsOut());
        a.first().ifPresent(t -> detail.put("first", t));
        a.last().ifPresent(t -> detail.put("last", t));
      }
      case Unchanged u -> {
        outcome = ItemOutcome.UNCHANGED;
        reason = Optional.of(u.reason());
        detail.put("stepsIn", u.steps()).put("stepsOut", 0);
      }
      case Rejected r -> {
        outcome = ItemOutcome.REJECTED;
        reason = Optional.of(r.problem().message());
        kind = Optional.of("bad-input");
      }
    }
    return new ItemReport(
        item.item(),
        item.sizeBytes(),
        Optional.of(item.sha256()),
        outcome,
        reason,
        kind,
        detail.isEmpty() ? Optional.empty() : Optional.of(detail));
  }
}
