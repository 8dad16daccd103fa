package rimrep.pipeline.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import rimrep.pipeline.dataset.DatasetId;
import rimrep.pipeline.dataset.ItemOutcome;
import rimrep.pipeline.dataset.Ledger;
import rimrep.pipeline.storage.Storage;

/// Tables from files to GeoParquet, in three calls that can be run again and on different machines:
/// {@link #plan}, {@link #convert} per shard, {@link #commit}. All that goes from one to the next
/// is a record that can be written as JSON.
public final class TableConversion {
  private final TableSettings settings;

  public TableConversion(TableSettings settings) {
    this.settings = settings;
  }

  /// Checks what only the database can judge: the expressions of filters.
  public void check(TableContract contract) {
    try (DuckSession db = DuckSession.open(settings, List.of(settings.working()))) {
      ColumnFlow.wanted(db, contract);
    }
  }

  /// Which files have to be converted: those the ledger does not know with these bytes under this
  /// contract, and those whose piece is gone.
  ///
  /// @param maxShards largest number of groups the files are dealt to
  public TablePlan plan(
      DatasetId dataset,
      TableContract contract,
      Ledger ledger,
      List<TableInput> inputs,
      Storage artifacts,
      int maxShards) {
    check(contract);
    String digest = contract.digest();
    List<TablePlan.Work> work = new ArrayList<>();
    List<String> unchanged = new ArrayList<>();
    for (TableInput input : inputs) {
      String location = input.item().item().location();
      reason(input, Optional.ofNullable(ledger.items().get(location)), digest, artifacts)
          .ifPresentOrElse(
              reason -> work.add(new TablePlan.Work(input, reason)), () -> unchanged.add(location));
    }
    unchanged.sort(Comparator.naturalOrder());
    if (work.isEmpty()) {
      return new TablePlan.NothingNew(dataset, digest, unchanged);
    }
    work.sort(Comparator.comparing(w -> w.input().item().item().location()));
    return new TablePlan.Planned(dataset, digest, deal(work, maxShards), unchanged);
  }

  private static Optional<TablePlan.Reason> reason(
      TableInput input, Optional<Ledger.Entry> known, String digest, Storage artifacts) {
    if (known.isEmpty() || known.get().outcome() == ItemOutcome.FAILED) {
      return Optional.of(TablePlan.Reason.NEW);
    }
    Ledger.Entry entry = known.get();
    if (!entry.sha256().equals(Optional.of(input.item().sha256()))) {
      return Optional.of(TablePlan.Reason.CHANGED);
    }
    if (!entry.contract().equals(digest)) {
      return Optional.of(TablePlan.Reason.CONTRACT);
    }
    boolean lost =
        ItemPiece.of(entry)
            .flatMap(ItemPiece::piece)
            .filter(piece -> artifacts.head(piece.key()).isEmpty())
            .isPresent();
    return lost ? Optional.of(TablePlan.Reason.PIECE_LOST) : Optional.empty();
  }

  private static List<TablePlan.Shard> deal(List<TablePlan.Work> work, int maxShards) {
    int shards = Math.min(Math.max(1, maxShards), work.size());
    List<List<TablePlan.Work>> hands = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      hands.add(new ArrayList<>());
    }
    for (int i = 0; i < work.size(); i++) {
      hands.get(i % shards).add(work.get(i));
    }
    return hands.stream().map(TablePlan.Shard::new).toList();
  }

  /// Turns the files of one shard into pieces in the artifacts store. A file that is bad as a whole
  /// is reported as rejected; the others go on.
  ///
  /// @param ledger the one the plan was made with
  public PieceReport convert(
      TablePlan.Planned plan, int shard, TableContract contract, Ledger ledger, Storage artifacts) {
    PieceMaker maker = new PieceMaker(settings, contract, plan.dataset(), artifacts);
    List<ItemPiece> items = new ArrayList<>();
    for (TablePlan.Work work : plan.shards().get(shard).items()) {
      Optional<Piece> earlier =
          Optional.ofNullable(ledger.items().get(work.input().item().item().location()))
              .flatMap(ItemPiece::of)
              .flatMap(ItemPiece::piece);
      items.add(maker.make(work.input(), earlier));
    }
    return new PieceReport(shard, items);
  }

  /// Publishes the table as one object, `<prefix>/data.parquet/all.parquet`, made of the new pieces
  /// and of those the ledger lists for other files; a pure function of the set of pieces. Bytes
  /// that are stored already are not written again.
  ///
  /// Refuses with {@link rimrep.pipeline.failure.BadInput}, publishing nothing: more rejected rows
  /// than `rejects.atMost`, a key that two sources share, a table without a row.
  public CommitReport commit(
      TablePlan.Planned plan,
      List<PieceReport> reports,
      TableContract contract,
      Ledger ledger,
      Storage artifacts,
      Storage target,
      String prefix) {
    return new TableCommit(settings, contract, plan.dataset(), artifacts)
        .commit(reports, ledger, target, prefix);
  }
}
