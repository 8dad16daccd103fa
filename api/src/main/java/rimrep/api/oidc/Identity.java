package rimrep.api.oidc;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Whom a valid token speaks for.
///
/// @param subject the provider's id of the person or program
public record Identity(String subject, SortedSet<String> roles) {
  public Identity {
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
  }
}
