package rimrep.pipeline.table;

/// The input a table is made from.
///
/// @param name its name in `table.inputs`
/// @param from the source of `ingest.yaml` that its files come from
public record InputSpec(String name, String from, InputFormat format) {}
