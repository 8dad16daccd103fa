package rimrep.cli;

import java.util.Optional;

/// What a `Range` header asks of an object (RFC 9110, section 14).
///
/// @param first first byte, from 0
/// @param length how many bytes
record ByteRange(long first, long length) {
  /// Whether a header was understood, and what it means for an object of this size.
  sealed interface Asked {
    /// No range, several ranges or not bytes: the whole object.
    record Whole() implements Asked {}

    record Part(ByteRange range) implements Asked {}

    /// 416.
    record Unsatisfiable() implements Asked {}
  }

  static Asked of(Optional<String> header, long size) {
    if (header.isEmpty() || !header.get().matches("bytes=\\d{0,18}-\\d{0,18}")) {
      return new Asked.Whole();
    }
    String spec = header.get().substring("bytes=".length());
    int dash = spec.indexOf('-');
    String from = spec.substring(0, dash);
    String to = spec.substring(dash + 1);
    if (from.isEmpty() && to.isEmpty()) {
      return new Asked.Whole();
    }
    if (from.isEmpty()) {
      long wanted = Math.min(Long.parseLong(to), size);
      return wanted == 0
          ? new Asked.Unsatisfiable()
          : new Asked.Part(new ByteRange(size - wanted, wanted));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    if (!to.isEmpty() && Long.parseLong(to) < first) {
      return new Asked.Whole();
    }
    return first >= size
        ? new Asked.Unsatisfiable()
        : new Asked.Part(new ByteRange(first, last - first + 1));
  }
}
