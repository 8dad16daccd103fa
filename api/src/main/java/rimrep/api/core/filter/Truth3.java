package rimrep.api.core.filter;

/// True, false or unknown, as SQL reckons.
enum Truth3 {
  FALSE,
  UNKNOWN,
  TRUE;

  static Truth3 of(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  Truth3 not() {
    return switch (this) {
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
      case TRUE -> FALSE;
    };
  }

  Truth3 and(Truth3 other) {
    return compareTo(other) <= 0 ? this : other;
  }

  Truth3 or(Truth3 other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
