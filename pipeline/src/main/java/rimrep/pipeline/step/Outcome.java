package rimrep.pipeline.step;

import java.util.List;
import rimrep.pipeline.dataset.ItemReport;
import tools.jackson.databind.JsonNode;

/// What a step returns when it did not fail.
///
/// @param decision whether there is something for the steps behind it to do
/// @param reason why it decided so, one sentence
/// @param shards how many parts the fan-out behind it has; 0 where there is none
/// @param items what became of source items in this step
/// @param output what later steps read; kept beside the record
public record Outcome(
    Decision decision, String reason, int shards, List<ItemReport> items, JsonNode output) {
  public Outcome {
    items = List.copyOf(items);
  }

  public static Outcome changed(String reason, JsonNode output) {
    return new Outcome(Decision.CHANGED, reason, 0, List.of(), output);
  }

  public static Outcome unchanged(String reason, JsonNode output) {
    return new Outcome(Decision.UNCHANGED, reason, 0, List.of(), output);
  }

  public Outcome withItems(List<ItemReport> reports) {
    return new Outcome(decision, reason, shards, reports, output);
  }

  public Outcome withShards(int count) {
    return new Outcome(decision, reason, count, items, output);
  }
}
