package rimrep.pipeline.source;

/// Makes file names of names that come from outside.
final class SafeName {
  private static final int LONGEST = 100;

  private SafeName() {}

  /// The last segment with only letters, digits, `.`, `_`, `-`; its end if it is long, for there is
  /// the extension; never hidden, never empty.
  static String of(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    String safe = last.replaceAll("[^A-Za-z0-9._-]", "_");
    if (safe.length() > LONGEST) {
      safe = safe.substring(safe.length() - LONGEST);
    }
    return safe.isEmpty() || safe.startsWith(".") ? "_" + safe : safe;
  }
}
