package rimrep.pipeline.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import rimrep.pipeline.failure.Bug;

/// What a key may be, and the order of keys. A wrong key is a fault of ours: names from outside are
/// made safe before they become keys.
final class Keys {
  /// A folder of that name in the root of a folder store holds its locks and half-written files.
  static final String RESERVED = ".rimrep";

  /// The order in which S3 lists: unsigned UTF-8 bytes. (`String.compareTo` differs beyond U+FFFF.)
  static final Comparator<String> ORDER =
      Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /// Longest key of S3, in bytes of UTF-8.
  private static final int LONGEST = 1024;

  private Keys() {}

  static String check(String key) {
    checkPrefix(key);
    if (key.isEmpty() || key.endsWith("/")) {
      throw wrong(key, "an empty last segment");
    }
    return key;
  }

  static String checkPrefix(String prefix) {
    List<String> segments = List.of(prefix.split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      if (segment.isEmpty() && !last || segment.equals(".") || segment.equals("..")) {
        throw wrong(prefix, "the segment '" + segment + "'");
      }
    }
    if (segments.getFirst().equals(RESERVED)) {
      throw wrong(prefix, "the reserved name " + RESERVED);
    }
    if (prefix.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw wrong(prefix, "a control character");
    }
    if (prefix.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw wrong(prefix, "more than " + LONGEST + " bytes");
    }
    return prefix;
  }

  private static Bug wrong(String key, String what) {
    return new Bug(
        "key '" + key.replaceAll("\\p{Cntrl}", "?") + "'",
        "has " + what,
        "segments separated by '/', none of them empty, '.' or '..'",
        "report this with the command that was run");
  }
}
