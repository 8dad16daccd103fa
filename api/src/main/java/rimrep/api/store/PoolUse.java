package rimrep.api.store;

/// How the connections of one database user are used.
///
/// @param waiting requests that wait for one
public record PoolUse(String user, int active, int idle, int waiting) {}
