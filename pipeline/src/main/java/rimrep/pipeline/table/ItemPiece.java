package rimrep.pipeline.table;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import rimrep.pipeline.dataset.Detail;
import rimrep.pipeline.dataset.FetchedItem;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.ItemReport;
import rimrep.pipeline.dataset.Json;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.failure.Problem;
import tools.jackson.databind.JsonNode;

/// What became of one source file; the `detail` of its ledger entry.
///
/// @param problem why the file was rejected whole; empty if it was not
/// @param piece the rows that stand for the file. Of a rejected file the rows of its last accepted
///   version, if there was one under the same contract: a damaged re-issue takes nothing away
/// @param steps rows in and out of each step; empty if the file was rejected whole
/// @param rejectedByRule rejects per `field: rule`; a row can break several
/// @param firstRejects the first of them, for reports; all are in {@link Piece#rejectsKey()}
public record ItemPiece(
    FetchedItem item,
    ItemOutcome outcome,
    String contract,
    Optional<Problem> problem,
    Optional<Piece> piece,
    List<StepCounts> steps,
    SortedMap<String, Long> rejectedByRule,
    List<Reject> firstRejects) {

  /// Reads the `detail` of a ledger entry.
  public static Optional<ItemPiece> of(Ledger.Entry entry) {
    return entry.detail().map(detail -> detail.as(ItemPiece.class));
  }

  /// For the run's record.
  public ItemReport report() {
    return new ItemReport(
        item.item(),
        item.sizeBytes(),
        Optional.of(item.sha256()),
        outcome,
        problem.map(Problem::message),
        problem.map(p -> "bad-input"),
        Optional.of(tree()));
  }

  /// For the run's record, where the table that the rows would have gone into was refused.
  public ItemReport notPublished(Problem why) {
    return new ItemReport(
        item.item(),
        item.sizeBytes(),
        Optional.of(item.sha256()),
        ItemOutcome.FAILED,
        Optional.of("not published: " + why.message()),
        Optional.of("bad-input"),
        Optional.empty());
  }

  /// For the ledger.
  public Ledger.Entry entry() {
    return new Ledger.Entry(
        item.item(),
        item.sizeBytes(),
        Optional.of(item.sha256()),
        Optional.of(item.originalKey()),
        contract,
        outcome,
        problem.map(Problem::message),
        Optional.of(Detail.of(tree())));
  }

  private JsonNode tree() {
    return Json.mapper().valueToTree(this);
  }
}
