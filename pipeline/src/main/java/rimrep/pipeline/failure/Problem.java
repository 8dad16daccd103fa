package rimrep.pipeline.failure;

/// What went wrong, in the four parts that every message of ours has.
///
/// @param thing which thing: a file with its line, an object, an option
/// @param found what was found there
/// @param expected what was expected instead
/// @param remedy what the reader can do about it
public record Problem(String thing, String found, String expected, String remedy) {
  /// One line: `thing: found; expected …; remedy`. Parts that are empty are left out.
  public String message() {
    StringBuilder line = new StringBuilder(thing).append(": ").append(found);
    if (!expected.isEmpty()) {
      line.append("; expected ").append(expected);
    }
    if (!remedy.isEmpty()) {
      line.append("; ").append(remedy);
    }
    return line.toString();
  }
}
