package rimrep.pipeline.table;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import rimrep.pipeline.dataset.DatasetId;

/// Which files have to be turned into pieces.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "plan")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TablePlan.NothingNew.class, name = "nothing-new"),
  @JsonSubTypes.Type(value = TablePlan.Planned.class, name = "planned")
})
public sealed interface TablePlan {
  /// Every file is known under this contract, by its checksum.
  ///
  /// @param unchanged locations of the files, sorted
  record NothingNew(DatasetId dataset, String contract, List<String> unchanged)
      implements TablePlan {}

  /// @param contract digest of the contract the pieces are made under
  /// @param shards groups of files, each converted on its own
  /// @param unchanged locations of files whose piece stands, sorted
  record Planned(DatasetId dataset, String contract, List<Shard> shards, List<String> unchanged)
      implements TablePlan {}

  record Shard(List<Work> items) {}

  /// @param reason why it has to be converted
  record Work(TableInput input, Reason reason) {}

  enum Reason {
    /// Not in the ledger.
    NEW,
    /// Other bytes than the ledger's.
    CHANGED,
    /// Same bytes, other contract.
    CONTRACT,
    /// Known, but its piece is gone from the artifacts store.
    PIECE_LOST
  }
}
