package rimrep.api.core.filter;

/// A pattern of LIKE: `%` stands for any characters, `_` for one, `\` takes the next as it is.
/// Takes a time of text times pattern at most, whatever the pattern.
final class LikePattern {

  private static final int ANY = -1;
  private static final int ONE = -2;

  private final int[] parts;

  LikePattern(String like) {
    this.parts = parts(like.codePoints().toArray());
  }

  private static int[] parts(int[] like) {
    int[] parts = new int[like.length];
    int size = 0;
    boolean escaped = false;
    for (int c : like) {
      if (!escaped && c == '\\') {
        escaped = true;
        continue;
      }
      parts[size++] = escaped ? c : c == '%' ? ANY : c == '_' ? ONE : c;
      escaped = false;
    }
    return java.util.Arrays.copyOf(parts, size);
  }

  /// Whether all of `text` is as the pattern says. After a part that does not fit, only the last
  /// `%` need be made longer.
  boolean matches(String text) {
    int[] chars = text.codePoints().toArray();
    int at = 0;
    int part = 0;
    int lastAny = -1;
    int lastAt = 0;
    while (at < chars.length) {
      if (part < parts.length && parts[part] == ANY) {
        lastAny = part++;
        lastAt = at;
      } else if (part < parts.length && (parts[part] == ONE || parts[part] == chars[at])) {
        part++;
        at++;
      } else if (lastAny >= 0) {
        part = lastAny + 1;
        at = ++lastAt;
      } else {
        return false;
      }
    }
    while (part < parts.length && parts[part] == ANY) {
      part++;
    }
    return part == parts.length;
  }
}
