package rimrep.api.core.filter;

import java.time.Instant;

/// A stretch of time, ends included; an instant starts and ends at once. Relations after Allen, as
/// CQL2 names them.
record Span(Instant from, Instant to) {

  static boolean holds(Expr.TemporalOp op, Span a, Span b) {
    int fromFrom = a.from.compareTo(b.from);
    int toTo = a.to.compareTo(b.to);
    int fromTo = a.from.compareTo(b.to);
    int toFrom = a.to.compareTo(b.from);
    return switch (op) {
      case T_AFTER -> fromTo > 0;
      case T_BEFORE -> toFrom < 0;
      case T_CONTAINS -> fromFrom < 0 && toTo > 0;
      case T_DISJOINT -> fromTo > 0 || toFrom < 0;
      case T_DURING -> fromFrom > 0 && toTo < 0;
      case T_EQUALS -> fromFrom == 0 && toTo == 0;
      case T_FINISHEDBY -> fromFrom < 0 && toTo == 0;
      case T_FINISHES -> fromFrom > 0 && toTo == 0;
      case T_INTERSECTS -> fromTo <= 0 && toFrom >= 0;
      case T_MEETS -> toFrom == 0;
      case T_METBY -> fromTo == 0;
      case T_OVERLAPPEDBY -> fromFrom > 0 && fromTo < 0 && toTo > 0;
      case T_OVERLAPS -> fromFrom < 0 && toFrom > 0 && toTo < 0;
      case T_STARTEDBY -> fromFrom == 0 && toTo > 0;
      case T_STARTS -> fromFrom == 0 && toTo < 0;
    };
  }
}
