package rimrep.pipeline.workflow;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.failure.BadInput;
import rimrep.pipeline.failure.SourceUnavailable;
import rimrep.pipeline.failure.Temporary;
import rimrep.pipeline.step.StepName;

/// `run.json`: what a run was and how it ended.
///
/// @param plan `data`, `metadata` or `ingest`
/// @param trigger `manual`, `schedule` or `event`
/// @param items how many items met which outcome
/// @param steps state of each node
/// @param exitCode what the command ends with
/// @param reason of the first failure; empty if there was none
public record RunRecord(
    int format,
    String run,
    DatasetId dataset,
    String plan,
    String engine,
    String trigger,
    String software,
    Instant started,
    Optional<Instant> ended,
    Result result,
    int exitCode,
    SortedMap<ItemOutcome, Long> items,
    Map<StepName, NodeState> steps,
    Optional<String> reason) {
  public static final int FORMAT = 1;

  /// Which of two exit codes tells more: a bug before configuration before input before a source
  /// that is away before a passing trouble.
  public static int severity(int exitCode) {
    return switch (exitCode) {
      case 0 -> 0;
      case Temporary.EXIT -> 1;
      case SourceUnavailable.EXIT -> 2;
      case BadInput.EXIT -> 3;
      default -> exitCode == 78 ? 4 : 5;
    };
  }

  public enum Result {
    RUNNING,
    /// All items that were found are in.
    COMPLETE,
    NOTHING_NEW,
    /// Published, but an item was rejected or failed that nobody has judged yet.
    PARTIAL,
    FAILED,
    INTERRUPTED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
