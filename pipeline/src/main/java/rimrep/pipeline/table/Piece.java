package rimrep.pipeline.table;

/// The typed rows of one source in the artifacts store, made again from its original when lost.
///
/// @param key below `pieces/`
/// @param rejectsKey object with every reject of the source, one JSON object a line; empty if none
/// @param counts also of what did not become a row
public record Piece(String key, String rejectsKey, String contract, RowCounts counts) {
  static String key(String dataset, String sha256, String contract) {
    return "pieces/"
        + dataset
        + "/"
        + sha256.substring(0, 16)
        + "-"
        + contract.substring(0, 8)
        + ".parquet";
  }
}
