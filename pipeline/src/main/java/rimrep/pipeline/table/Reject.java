package rimrep.pipeline.table;

/// Why a row of a source is not in the table.
///
/// @param line line of the file on which the row begins, from 1; for GeoJSON the number of the
///   feature, for NetCDF of the observation
/// @param field empty if the row as a whole is damaged
/// @param rule what it breaks: a type, a constraint, `ragged`, `quote`, …
public record Reject(long line, String field, String rule, String value) {}
