package rimrep.api.store;

/// The logins of one STAC database. With a database of your own they may all be the same user; then
/// nothing is granted, and that the public role cannot write rests on this program alone.
///
/// @param owner owns the schema and migrates it
/// @param writer serves the internal API: reads and writes rows
/// @param reader serves the public API: may only SELECT
public record StoreSettings(DatabaseLogin owner, DatabaseLogin writer, DatabaseLogin reader) {}
