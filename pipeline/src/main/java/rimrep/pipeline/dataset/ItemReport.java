package rimrep.pipeline.dataset;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What became of one item in a run, for records, ledger and report.
///
/// @param reason why it was rejected or failed; empty otherwise
/// @param failureKind kind of the failure behind it (`bad-input`, `source-unavailable`, …), empty
///   if none
/// @param detail what the room adds: steps or rows in and out, first and last time
public record ItemReport(
    SourceItem item,
    long sizeBytes,
    Optional<String> sha256,
    ItemOutcome outcome,
    Optional<String> reason,
    Optional<String> failureKind,
    Optional<JsonNode> detail) {}
