package rimrep.api.core;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Who reads, as far as it decides which rows exist for them.
public sealed interface Viewer {

  /// The internal API: every row.
  record Insider() implements Viewer {}

  /// The public API.
  ///
  /// @param roles of the caller's token; empty for the anonymous
  record Visitor(SortedSet<String> roles) implements Viewer {
    public Visitor {
      roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }
  }
}
