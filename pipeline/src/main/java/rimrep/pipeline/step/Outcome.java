package rimrep.pipeline.step;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.failure.Failure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a step returns: what it did, or what it refused to do after it has settled its items.
///
/// @param decision whether there is something for the steps behind it to do
/// @param reason why it decided so, one sentence
/// @param shards how many parts the fan-out behind it has; 0 where there is none
/// @param items what became of source items in this step
/// @param output what later steps read; kept beside the record
/// @param refusal why the step counts as failed all the same; empty if it does not
public record Outcome(
    Decision decision,
    String reason,
    int shards,
    List<ItemReport> items,
    JsonNode output,
    Optional<Failure> refusal) {
  public Outcome {
    items = List.copyOf(items);
  }

  public static Outcome changed(String reason, JsonNode output) {
    return new Outcome(Decision.CHANGED, reason, 0, List.of(), output, Optional.empty());
  }

  public static Outcome unchanged(String reason, JsonNode output) {
    return new Outcome(Decision.UNCHANGED, reason, 0, List.of(), output, Optional.empty());
  }

  /// The step fails, but what became of its items is to be told.
  public static Outcome refused(Failure failure, List<ItemReport> items) {
    return new Outcome(
        Decision.UNCHANGED,
        failure.problem().message(),
        0,
        items,
        JsonNodeFactory.instance.nullNode(),
        Optional.of(failure));
  }

  public Outcome withItems(List<ItemReport> reports) {
    return new Outcome(decision, reason, shards, reports, output, refusal);
  }

  public Outcome withShards(int count) {
    return new Outcome(decision, reason, count, items, output, refusal);
  }
}
