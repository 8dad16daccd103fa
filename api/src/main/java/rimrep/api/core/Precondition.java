package rimrep.api.core;

import java.util.Set;

/// What a client asks of the version that is stored before it is changed (RFC 9110 section 13.1).
///
/// @param match ETags without quotes, of which one must be stored; empty asks nothing. A document
///   that is not there is an answer of its own.
/// @param noneMatch ETags of which none may be stored, `*` for any
public record Precondition(Set<String> match, Set<String> noneMatch) {

  private static final String ANY = "*";

  /// Asks nothing.
  public static final Precondition NONE = new Precondition(Set.of(), Set.of());

  public Precondition {
    match = Set.copyOf(match);
    noneMatch = Set.copyOf(noneMatch);
  }

  /// Whether the document with this ETag may be changed.
  public boolean allows(String etag) {
    boolean wanted = match.isEmpty() || match.contains(ANY) || match.contains(etag);
    return wanted && !noneMatch.contains(ANY) && !noneMatch.contains(etag);
  }
}
