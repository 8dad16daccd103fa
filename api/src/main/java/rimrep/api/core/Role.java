package rimrep.api.core;

/// What an API instance is for.
public enum Role {
  /// Reads what the public may see.
  PUBLIC,
  /// Reads everything and writes.
  INTERNAL
}
