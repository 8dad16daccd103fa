package rimrep.pipeline.table;

import java.util.List;

/// What became of the files of one shard.
public record PieceReport(int shard, List<ItemPiece> items) {}
