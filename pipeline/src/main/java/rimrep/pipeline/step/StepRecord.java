package rimrep.pipeline.step;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemReport;

/// `record.json` of a step: written as `running` when it starts, replaced when it ends.
///
/// @param inputDigest SHA-256 over what the step reads and over the software version
/// @param attempts every try, the last one last
/// @param outputSha256 digest of `output.json`; empty unless done
public record StepRecord(
    int format,
    String run,
    DatasetId dataset,
    StepName step,
    int shard,
    String software,
    Instant started,
    Optional<Instant> ended,
    Result result,
    String inputDigest,
    List<Attempt> attempts,
    Optional<Decision> decision,
    Optional<String> reason,
    int shards,
    Optional<String> outputSha256,
    List<ItemReport> items) {
  public static final int FORMAT = 1;

  public enum Result {
    RUNNING,
    DONE,
    FAILED,
    INTERRUPTED
  }

  /// @param exitCode 0 if it went well
  /// @param failure the message; empty if it went well
  public record Attempt(
      Instant start,
      Instant end,
      int exitCode,
      Optional<String> failureKind,
      Optional<String> failure) {}

  /// The record of a step that has to be done again.
  StepRecord asVoid(String why) {
    return new StepRecord(
        format,
        run,
        dataset,
        step,
        shard,
        software,
        started,
        ended,
        Result.FAILED,
        inputDigest,
        attempts,
        Optional.empty(),
        Optional.of(why),
        0,
        Optional.empty(),
        List.of());
  }

  /// Exit code of the last attempt; 0 while running.
  public int exitCode() {
    return attempts.isEmpty() ? 0 : attempts.getLast().exitCode();
  }
}
