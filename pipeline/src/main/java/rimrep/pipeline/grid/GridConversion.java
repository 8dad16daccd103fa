package rimrep.pipeline.grid;

import java.util.List;
import java.util.Optional;
import rimrep.pipeline.storage.Storage;

/// Files of a grid into a Zarr store, in three steps that may run in three processes: plan, convert
/// (once per shard), commit. Until the commit's last write, a reader of the consolidated metadata
/// sees what it saw before.
public final class GridConversion {
  private final GridResources resources;
  private final GridProgress progress;

  public GridConversion(GridResources resources, GridProgress progress) {
    this.resources = resources;
    this.progress = progress;
  }

  /// Reads headers and coordinates and decides what each item becomes and what is written where.
  ///
  /// @param store the store as it is; see {@link ZarrStore#open}
  /// @param maxShards most parts that may be converted apart
  public GridPlan plan(
      GridContract contract, Optional<ZarrStore> store, List<GridInput> inputs, int maxShards) {
    GridPlan plan = new Planner(contract, store, maxShards).plan(inputs);
    if (plan instanceof GridPlan.Changes changes) {
      ChunkMemory.require(changes, Runtime.getRuntime().maxMemory());
    }
    return plan;
  }

  /// Converts one shard and checks what was stored against what was read.
  public ShardReport convert(
      GridPlan.Changes plan, int shard, ItemOpener opener, Storage target, String prefix) {
    return new ShardConversion(plan, resources, progress).run(shard, opener, target, prefix);
  }

  /// Makes the plan visible. A failed check is a {@link rimrep.pipeline.failure.Bug}, and nothing
  /// becomes visible.
  public GridCommitReport commit(
      GridPlan.Changes plan, List<ShardReport> shards, Storage target, String prefix) {
    return new GridCommit(plan, target, prefix).run(shards);
  }
}
